package io.atoms.testing;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomStoreBuilder;
import io.atoms.Loadable;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomInspection.State;
import io.atoms.inspect.AtomKind;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.StoreInspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * A store for one test: its time stands still until the test moves it, it counts and records, and closing it fails if
 * something went wrong unseen.
 *
 * <pre>{@code
 * try (TestStore test = TestStore.create()) {
 *     AtomStore store = test.store();
 *     Recording<String> settled = test.record(query.settled());
 *     store.set(query.current(), "atom");
 *     test.advance(Duration.ofMillis(300));
 *     assertThat(settled.values()).containsExactly("atom");
 * }
 * }</pre>
 *
 * <p><b>Rules.</b> The store has no values of any other store, so tests that run in parallel don't meet. One virtual
 * {@link #scheduler} is the scheduler of the store and, if {@code atoms-utils} is there, the value of
 * {@code TimeAtoms.SCHEDULER}; its time begins at 0. What listeners, effects, cleanups, mount functions and timers throw
 * is kept for {@link #drainFailures}, and does not reach the writer.
 *
 * <p><b>Threads.</b> May be used from any thread. Timers run on the thread that moves the time.
 *
 * <p><b>Errors.</b> {@link #close} throws an {@link AssertionError} for failures that nobody drained and for open
 * snapshots.
 *
 * @see AtomsExtension
 */
public final class TestStore implements AutoCloseable {

    private static final int POLL_MILLIS = 2;

    private final List<ListenerFailure> failures = new CopyOnWriteArrayList<>();
    private final List<Recording<?>> recordings = new CopyOnWriteArrayList<>();
    private final Causes causes = new Causes();
    private final Clock clock = new Clock(failures::add);
    private final AtomStore store;

    private TestStore(Consumer<? super AtomStoreBuilder> options) {
        AtomStoreBuilder builder = AtomStore.builder();
        options.accept(builder);
        store = builder.scheduler(clock)
                .counting(true)
                .observer(causes)
                .onError(failures::add)
                .build();
        UtilitiesTime.set(store, clock);
    }

    /**
     * A store with the default options.
     *
     * @return the store
     */
    public static TestStore create() {
        return new TestStore(builder -> {});
    }

    /**
     * A store with options: a name, interceptors, a context, a number of rounds. The scheduler, the observer, the error
     * handler and counting are those of the kit, whatever the function sets.
     *
     * @param options sets them
     * @return the store
     */
    public static TestStore create(Consumer<? super AtomStoreBuilder> options) {
        return new TestStore(Objects.requireNonNull(options, "options"));
    }

    /** {@return the store} */
    public AtomStore store() {
        return store;
    }

    // ---- time ----

    /**
     * {@return the virtual time, as a scheduler: for Publishers of the test that wait, and for atoms that hold a scheduler} A task
     * without a delay runs at once, on the thread that schedules it.
     */
    public Scheduler scheduler() {
        return clock;
    }

    /**
     * Moves the time and runs all timers that become due, in the order of their times, on this thread.
     *
     * @param by how far; not negative
     * @throws IllegalStateException if a timer calls it
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time can't go back by " + by);
        }
        clock.advance(by);
    }

    /**
     * Moves the time from timer to timer until none is pending. The time is then that of the last one that ran.
     *
     * @param atMost how far, in virtual time
     * @throws AssertionError if timers are pending after that, as of work that is repeated for ever
     * @throws IllegalStateException if a timer calls it
     */
    public void advanceUntilIdle(Duration atMost) {
        if (!clock.advanceUntilIdle(atMost)) {
            throw new AssertionError("not idle after " + atMost + " of virtual time: " + clock.describe()
                    + ". Use advance for what is repeated for ever.");
        }
    }

    /** {@return how many timers are pending; repeated work is one} */
    public int pendingTimers() {
        return clock.pendingTimers();
    }

    /**
     * Waits, in real time, for other threads: until no listener or effect is running or waiting to, no timer is running,
     * and no async atom is loading. It does not move the virtual time; work that waits for a timer is loading until
     * {@link #advance}.
     *
     * <p>It sees the async atoms that are observed, and others until the commit after the one in which they were read. It
     * does not see streams that have emitted and may emit again, calls of async actions (wait for their Mono), writes to
     * a storage (flush it), nor threads of your own that have not written yet.
     *
     * @param atMost how long, in real time
     * @throws AssertionError if it is not so after that time; the message says what is going on
     */
    public void awaitQuiescent(Duration atMost) {
        Deadline deadline = Deadline.after(atMost);
        String busy = busy(deadline);
        while (busy != null) {
            synchronized (this) {
                if (!deadline.waitFor(this, POLL_MILLIS)) {
                    throw new AssertionError("not quiescent after " + atMost + ": " + busy + "; " + clock.describe());
                }
            }
            busy = busy(deadline);
        }
    }

    /** What is going on, or null. */
    private @Nullable String busy(Deadline deadline) {
        long before = store.inspect().epoch();
        // Runs after the listeners of all commits so far; what they write is a commit.
        CountDownLatch reached = new CountDownLatch(1);
        store.afterCommit(same -> reached.countDown());
        if (!deadline.await(reached)) {
            return "listeners are running, or this thread is inside a transaction or a listener";
        }
        StoreInspection now = store.inspect();
        if (now.epoch() != before) {
            return "commits are being made";
        }
        if (clock.isRunning()) {
            return "timers are running";
        }
        List<String> loading = now.atoms().stream()
                .filter(TestStore::isLoading)
                .map(each -> each.atom().name())
                .toList();
        return loading.isEmpty() ? null : "loading: " + String.join(", ", loading);
    }

    private static boolean isLoading(AtomInspection each) {
        return each.atom().kind() == AtomKind.ASYNC
                && (each.observed() || each.state() == State.CURRENT)
                && each.value() instanceof Loadable<?> loadable
                && loadable.isLoading();
    }

    // ---- recording ----

    /**
     * Records what a listener of the atom is told from now on. The atom is observed, so an async one is started.
     *
     * @param <T> the type of the value
     * @param atom what to record
     * @return the recording
     */
    public <T extends @Nullable Object> Recording<T> record(Atom<T> atom) {
        return keep(Recording.of(store, causes::epoch, atom));
    }

    /**
     * Records several atoms in one order, that of the commits and then of the arguments.
     *
     * @param atoms what to record
     * @return the recording
     */
    public Recording<@Nullable Object> recordAll(Atom<?>... atoms) {
        return keep(Recording.ofAll(store, causes::epoch, atoms));
    }

    private <T extends @Nullable Object> Recording<T> keep(Recording<T> recording) {
        recordings.add(recording);
        return recording;
    }

    /**
     * How often the atom's read function ran in this store; 0 for one that the store does not know. Runs inside a snapshot
     * do not count.
     *
     * @param atom of this store
     * @return how often
     * @throws IllegalArgumentException if the store knows several atoms of that name
     */
    public long recomputes(Atom<?> atom) {
        AtomInspection found = Inspections.find(store, atom);
        return found == null ? 0 : found.recomputes();
    }

    /**
     * Why the atom's read function ran the last time: the names of the atoms from the one that was written, over those that
     * changed because of it, to the atom itself. Only its own name after its first run; empty if it never ran.
     *
     * @param atom of this store
     * @return the names
     * @throws IllegalArgumentException if the store knows several atoms of that name
     */
    public List<String> why(Atom<?> atom) {
        AtomInspection found = Inspections.find(store, atom);
        return found == null ? List.of() : causes.why(found.atom().id());
    }

    // ---- failures and leaks ----

    /**
     * What listeners, effects, cleanups, mount functions and timers threw since the last call. {@link #close} does not
     * complain of these any more.
     *
     * @return the failures, oldest first
     */
    public List<ListenerFailure> drainFailures() {
        List<ListenerFailure> drained = List.copyOf(failures);
        failures.removeAll(drained);
        return drained;
    }

    /**
     * Asserts that everything that was made has been disposed: no subscription but the recordings of this test store, and
     * no effect, is left.
     */
    public void assertUnobserved() {
        Map<String, Integer> recorded = new HashMap<>();
        for (Recording<?> recording : recordings) {
            if (!recording.isDisposed()) {
                recording.atoms().forEach(name -> recorded.merge(name, 1, Integer::sum));
            }
        }
        List<String> left = new ArrayList<>();
        for (AtomInspection each : store.inspect().atoms()) {
            String name = each.atom().name();
            int own = Math.min(each.subscriptions(), recorded.getOrDefault(name, 0));
            recorded.computeIfPresent(name, (same, count) -> count - own);
            int others = each.subscriptions() - own;
            if (others > 0) {
                left.add(others + " of " + name);
            } else if (each.atom().kind() == AtomKind.EFFECT) {
                left.add(name);
            }
        }
        if (!left.isEmpty()) {
            throw new AssertionError("subscriptions and effects that were not disposed: " + String.join(", ", left));
        }
    }

    /**
     * Closes the store, which disposes all recordings, subscriptions and effects. Closing again does nothing.
     *
     * @throws AssertionError if there are failures that nobody drained, cleanups that failed just now included, or snapshots
     *     that are open
     */
    @Override
    public void close() {
        if (store.isClosed()) {
            throwFailures();
            return;
        }
        int openSnapshots = store.inspect().openSnapshots();
        store.close();
        recordings.forEach(Recording::dispose);
        throwFailures();
        if (openSnapshots > 0) {
            throw new AssertionError("snapshots of " + store.name() + " that were not closed: " + openSnapshots);
        }
    }

    private void throwFailures() {
        List<ListenerFailure> unseen = drainFailures();
        if (unseen.isEmpty()) {
            return;
        }
        List<String> sources = unseen.stream()
                .map(failure -> failure.source() + ": " + failure.error())
                .toList();
        AssertionError error = new AssertionError(
                "failures in " + store.name() + " that the test did not drain: " + String.join("; ", sources),
                unseen.get(0).error());
        unseen.stream().skip(1).forEach(failure -> error.addSuppressed(failure.error()));
        throw error;
    }

    @Override
    public String toString() {
        return "TestStore[" + store.name() + "]";
    }
}
