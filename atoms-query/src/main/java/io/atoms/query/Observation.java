package io.atoms.query;

import io.atoms.query.Projection.Mounted;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * An observer and what it observes.
 *
 * <p>Threads: the lock guards what is observed and the timers; no user code runs under it, and the lock of an entry may be
 * taken under it but never the other way round. Results are computed and told by {@code deliveries}, one at a time and in
 * the order of the entry's states.
 */
final class Observation<T, R> implements QueryObserver<T, R> {

    /**
     * What listeners are told.
     *
     * @param asked the options as they were given
     */
    record Told<T, R>(QueryOptions<T, R> asked, QueryResult<R> result) {}

    /** Is told results, and the same result by other options. */
    interface Listener<T, R> {
        void told(Told<T, R> now, boolean changed);
    }

    private final DefaultQueryClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deliveries deliveries;
    private final List<Listener<T, R>> listeners = new CopyOnWriteArrayList<>();

    private volatile Asked<T, R> asked;
    private volatile @Nullable Entry<T> entry;
    private volatile @Nullable Mounted mounted;

    /** Owned by {@code deliveries}. */
    private final Projection<T, R> projection;

    private volatile @Nullable Told<T, R> told;

    private final Disposable.Swap older = Disposables.swap();
    private final Disposable.Swap interval = Disposables.swap();
    private final Disposable.Swap later = Disposables.swap();

    /** What the interval counts from, and how long it is; it goes on while neither changes. Guarded by the lock. */
    private @Nullable QueryState<T> timedState;

    private @Nullable Duration timedInterval;

    /** How many listeners there are or are about to be; it observes while there are any. Guarded by the lock. */
    private int count;

    Observation(DefaultQueryClient client, QueryOptions<T, R> options) {
        this.client = client;
        this.asked = Asked.of(client, options);
        this.deliveries = new Deliveries(client.problems());
        this.projection = new Projection<>(client);
    }

    // ---- for the entry ----

    /** What is asked for now. */
    Asked<T, R> asked() {
        return asked;
    }

    /** What listeners were told last; null before the first result, and while nothing is observed. */
    @Nullable
    Told<T, R> told() {
        return entry == null ? null : told;
    }

    /** The entry's state has changed; called in the order of the changes. */
    void changed(Entry<T> of, QueryState<T> now) {
        deliveries.add(() -> update(of, now));
        deliveries.drain();
    }

    private void refresh() {
        deliveries.add(() -> {
            Entry<T> present = entry;
            if (present != null) {
                update(present, present.state());
            }
        });
        deliveries.drain();
    }

    private void update(Entry<T> of, QueryState<T> state) {
        if (of != entry || !of.key().equals(asked.options().key())) {
            return; // it follows another one by now, or is about to
        }
        tell(state, true);
        schedule(of, state);
    }

    private void tell(QueryState<T> state, boolean aloud) {
        Asked<T, R> by = asked;
        Told<T, R> before = told;
        QueryResult<R> result = projection.result(by.options(), by.settings(), state, mounted);
        boolean changed = before == null || !isSame(before.result(), result);
        if (before != null && !changed && before.asked() == by.given()) {
            return;
        }
        Told<T, R> now = new Told<>(by.given(), result);
        told = now;
        if (!aloud) {
            return;
        }
        for (Listener<T, R> each : listeners) {
            try {
                each.told(now, changed);
            } catch (Throwable error) {
                client.problems().report("listener of " + by.options().key(), error);
            }
        }
    }

    private boolean isSame(QueryResult<R> before, QueryResult<R> now) {
        try {
            return now.equals(before);
        } catch (Throwable error) {
            client.problems().report("equals of the data of " + asked.options().key(), error);
            return false;
        }
    }

    // ---- timers ----

    private void schedule(Entry<T> of, QueryState<T> state) {
        Duration untilOlder = Projection.untilOlder(client, asked.settings(), state);
        Duration every = state.fetchStatus() == FetchStatus.IDLE ? interval(state) : null;
        Duration untilFetch = every == null ? null : RetryPolicy.vary(every, asked.get(Setting.REFETCH_JITTER), client);
        lock.lock();
        try {
            if (of != entry) {
                return;
            }
            older.update(untilOlder == null ? Disposables.disposed() : client.schedule(untilOlder, this::refresh));
            if (timedState == null || !state.isSame(timedState) || !Objects.equals(every, timedInterval)) {
                timedState = state;
                timedInterval = every;
                interval.update(
                        untilFetch == null
                                ? Disposables.disposed()
                                : client.schedule(untilFetch, () -> intervalOver(of)));
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Duration interval(QueryState<T> state) {
        return asked.isEnabled(state) && !asked.isStatic(state)
                ? Projection.interval(client, asked.settings(), state)
                : null;
    }

    private void intervalOver(Entry<T> of) {
        if (of != entry) {
            return;
        }
        QueryState<T> state = of.state();
        if (asked.isEnabled(state) && (client.isFocused() || asked.get(Setting.REFETCH_IN_BACKGROUND))) {
            fetch(of, false);
        } else {
            lock.lock();
            try {
                timedState = null; // so that it begins anew
            } finally {
                lock.unlock();
            }
            schedule(of, state);
        }
    }

    // ---- observing ----

    @Override
    public Disposable subscribe(Consumer<? super QueryResult<R>> listener) {
        Objects.requireNonNull(listener, "listener");
        return listen((now, changed) -> {
            if (changed) {
                listener.accept(now.result());
            }
        });
    }

    /** As {@link #subscribe}, and is told the present result first. */
    @SuppressWarnings("ReferenceEquality") // the same telling, not an equal one
    Disposable listenFromNow(Consumer<? super QueryResult<R>> listener) {
        AtomicReference<@Nullable Told<T, R>> last = new AtomicReference<>();
        Listener<T, R> once = (now, changed) -> {
            if (last.getAndSet(now) != now) {
                listener.accept(now.result());
            }
        };
        Disposable subscription = listen(once);
        deliveries.add(() -> {
            Told<T, R> present = told();
            if (present != null) {
                once.told(present, true); // in turn, so not after a newer one
            }
        });
        deliveries.drain();
        return subscription;
    }

    /** As {@link #subscribe}, for those who want to know by which options. */
    Disposable listen(Listener<T, R> listener) {
        client.ensureOpen();
        Entry<T> found = null;
        lock.lock();
        try {
            if (count == 0) {
                found = attach();
            }
            count++;
        } finally {
            lock.unlock();
        }
        if (found != null) {
            begin(found);
        }
        listeners.add(listener);
        if (found != null) {
            fetchOnMount();
        }
        return Disposables.composite(() -> unsubscribe(listener));
    }

    private void unsubscribe(Listener<T, R> listener) {
        if (!listeners.remove(listener)) {
            return;
        }
        Entry<T> left;
        lock.lock();
        try {
            if (--count > 0) {
                return;
            }
            left = entry;
            entry = null;
            told = null;
            older.update(Disposables.disposed());
            interval.update(Disposables.disposed());
            later.update(Disposables.disposed());
            timedState = null;
        } finally {
            lock.unlock();
        }
        if (left != null) {
            left.detach(this);
        }
    }

    @Override
    public void dispose() {
        List.copyOf(listeners).forEach(this::unsubscribe);
    }

    @Override
    public boolean isDisposed() {
        return listeners.isEmpty();
    }

    /** Finds the entry of the options and observes it, telling nobody. Under the lock. */
    private Entry<T> attach() {
        Asked<T, R> by = asked;
        Entry<T> found;
        do {
            found = client.entry(by.options(), by.settings());
        } while (!found.attach(this));
        QueryState<T> state = found.state();
        mounted = new Mounted(state.dataUpdateCount(), state.errorUpdateCount());
        entry = found;
        return found;
    }

    /** The first result, which no listener is told. */
    private void begin(Entry<T> found) {
        client.adopt(found, asked.settings());
        deliveries.add(() -> {
            if (found == entry) {
                tell(found.state(), false);
                schedule(found, found.state());
            }
        });
        deliveries.drain();
        found.deliver();
    }

    private void fetchOnMount() {
        Entry<T> present = entry;
        boolean decided = false;
        if (present != null && client.told().hasListener()) {
            tellMetrics(present.state());
        }
        while (present != null && !decided) {
            QueryState<T> state = present.state();
            decided = !asked.shouldFetchOnMount(state)
                    || client.fetch(
                            present,
                            asked.options(),
                            asked.settings(),
                            asked.get(Setting.RETRY),
                            false,
                            null,
                            null,
                            state);
        }
    }

    /** What an observer that comes to this state finds. */
    private void tellMetrics(QueryState<T> state) {
        QueryKey<T> key = asked.options().key();
        if (!asked.isEnabled(state)) {
            return; // it does not ask
        }
        if (!state.hasData() || Projection.isTooOld(client, asked.settings(), state)) {
            client.told().miss(key);
        } else if (asked.shouldFetchOnMount(state)) {
            client.told().staleHit(key);
        } else {
            client.told().hit(key);
        }
    }

    /** Fetches a while after an occasion, unless it has left by then or somebody else has fetched. */
    void fetchAfter(Duration delay, Entry<T> of, Setting<RefetchOn> occasion) {
        lock.lock();
        try {
            if (of == entry) {
                later.update(client.schedule(delay, () -> {
                    if (of == entry && asked.shouldFetchOn(occasion, of.state())) {
                        fetch(of, false);
                    }
                }));
            }
        } finally {
            lock.unlock();
        }
    }

    void fetch(Entry<T> of, boolean restart) {
        client.fetch(of, asked.options(), asked.settings(), asked.get(Setting.RETRY), restart, null, null);
    }

    // ---- the public part ----

    @Override
    public QueryResult<R> currentResult() {
        Told<T, R> present = told();
        return present == null ? client.peek(asked.options()) : present.result();
    }

    @Override
    public Mono<QueryResult<R>> refetch(boolean cancelRefetch) {
        return Mono.defer(() -> {
            client.ensureOpen();
            QueryOptions<T, R> by = asked.options();
            return client.fetching()
                    .fetchNow(by, asked.get(Setting.RETRY), cancelRefetch, null)
                    .then()
                    .onErrorComplete()
                    .then(Mono.fromSupplier(() -> resultOf(by)));
        });
    }

    /** The result of what was asked for, which may not be what is observed by now. */
    private QueryResult<R> resultOf(QueryOptions<T, R> by) {
        return by.key().equals(asked.options().key()) ? currentResult() : client.peek(by);
    }

    @Override
    public void setOptions(QueryOptions<T, R> next) {
        Objects.requireNonNull(next, "options");
        Asked<T, R> now = Asked.of(client, next);
        Entry<T> before = entry;
        boolean wasEnabled = before != null && asked.isEnabled(before.state());
        asked = now;
        Entry<T> observed = entry; // another thread may be setting options too: the last one sees where it has to go
        if (observed == null) {
            return;
        }
        if (!observed.key().equals(now.options().key())) {
            follow();
            return;
        }
        observed.remember(now.options(), now.settings());
        if (!(wasEnabled && observed == before) && asked.shouldFetchOnMount(observed.state())) {
            fetch(observed, false);
        }
        refresh();
    }

    /** Leaves the entry for that of the new key. */
    private void follow() {
        Entry<T> left;
        Entry<T> found;
        lock.lock();
        try {
            left = entry;
            if (left == null) {
                return;
            }
            found = attach();
        } finally {
            lock.unlock();
        }
        left.detach(this);
        client.adopt(found, asked.settings());
        found.deliver();
        fetchOnMount();
        refresh();
    }
}
