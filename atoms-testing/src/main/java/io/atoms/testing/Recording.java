package io.atoms.testing;

import io.atoms.Atom;
import io.atoms.AtomListener;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Keeps what listeners of one atom, or of several in one order, are told. Made by {@link TestStore#record} and
 * {@link TestStore#recordAll}.
 *
 * <pre>{@code
 * Recording<Integer> totals = test.record(total);
 * store.set(price, 30);
 * store.set(price, 40);
 * assertThat(totals.values()).containsExactly(60, 80);
 * }</pre>
 *
 * <p><b>Rules.</b> As any subscription: the value at the beginning is not recorded, then one notification for each commit
 * that changed the value. Several atoms that change in one commit are recorded in the order in which they were named.
 *
 * <p><b>Threads.</b> May be used from any thread; {@link #awaitCount} waits for notifications of other threads.
 *
 * <p><b>Errors.</b> An atom whose value becomes an error is recorded, not thrown; {@link #values} and {@link #drain} fail
 * then, so that no error goes unseen. {@link #notifications} and {@link #lines} have it.
 *
 * @param <T> the type of the values
 */
public final class Recording<T extends @Nullable Object> implements AtomSubscription {

    private final LongSupplier epoch;
    private final Disposable.Composite subscriptions = Disposables.composite();
    private final List<String> atoms = new ArrayList<>();

    /** Guarded by this. */
    private final List<Notification<T>> notifications = new ArrayList<>();

    private Recording(LongSupplier epoch) {
        this.epoch = epoch;
    }

    static <T extends @Nullable Object> Recording<T> of(AtomStore store, LongSupplier epoch, Atom<T> atom) {
        Recording<T> recording = new Recording<>(epoch);
        recording.add(store, atom);
        return recording;
    }

    static Recording<@Nullable Object> ofAll(AtomStore store, LongSupplier epoch, Atom<?>... atoms) {
        Recording<@Nullable Object> recording = new Recording<>(epoch);
        Arrays.stream(atoms).forEach(atom -> recording.add(store, atom));
        return recording;
    }

    private <V extends T> void add(AtomStore store, Atom<V> atom) {
        atoms.add(atom.name());
        subscriptions.add(store.subscribe(atom, new Listener(atom.name())));
    }

    private final class Listener implements AtomListener<T> {
        private final String atom;

        Listener(String atom) {
            this.atom = atom;
        }

        @Override
        public void changed(@Nullable T previous, T current) {
            told(new Notification<>(atom, epoch.getAsLong(), previous, current, null));
        }

        @Override
        public void failed(Throwable error) {
            told(new Notification<>(atom, epoch.getAsLong(), null, null, error));
        }
    }

    private synchronized void told(Notification<T> notification) {
        notifications.add(notification);
        notifyAll();
    }

    /** {@return the values so far, oldest first} */
    public synchronized List<T> values() {
        List<T> values = new ArrayList<>();
        for (Notification<T> each : notifications) {
            if (each.error() != null) {
                throw new AssertionError("the atom '" + each.atom() + "' failed", each.error());
            }
            values.add(value(each));
        }
        return Collections.unmodifiableList(values);
    }

    /** That of a notification without an error: null only if the type of the values allows it. */
    @SuppressWarnings("NullAway")
    private static <T extends @Nullable Object> T value(Notification<T> notification) {
        return notification.current();
    }

    /** {@return the notifications so far, oldest first} */
    public synchronized List<Notification<T>> notifications() {
        return List.copyOf(notifications);
    }

    /** {@return the notifications so far as text, {@code name value} each, or {@code name failed: error}} */
    public synchronized List<String> lines() {
        return notifications.stream().map(Notification::toString).toList();
    }

    /** {@return the values since the last drain or {@link #clear}, which are then forgotten} */
    public synchronized List<T> drain() {
        List<T> values = values();
        clear();
        return values;
    }

    /**
     * As {@link #drain}, as text.
     *
     * @return the lines
     */
    public synchronized List<String> drainLines() {
        List<String> lines = lines();
        clear();
        return lines;
    }

    /** Forgets the notifications so far. */
    public synchronized void clear() {
        notifications.clear();
    }

    /** {@return how many notifications there are} */
    public synchronized int count() {
        return notifications.size();
    }

    /**
     * Waits, in real time, until there are as many notifications, or more.
     *
     * @param count how many
     * @param atMost how long to wait
     * @return this recording
     * @throws AssertionError if there are not after that time, or if the thread is interrupted
     */
    public synchronized Recording<T> awaitCount(int count, Duration atMost) {
        Deadline deadline = Deadline.after(atMost);
        while (notifications.size() < count) {
            if (!deadline.waitFor(this)) {
                throw new AssertionError(
                        "expected " + count + " notifications within " + atMost + ", but there are " + lines());
            }
        }
        return this;
    }

    /** The names of the atoms. */
    List<String> atoms() {
        return atoms;
    }

    /** Ends it; what was recorded stays. */
    @Override
    public void dispose() {
        subscriptions.dispose();
    }

    @Override
    public boolean isDisposed() {
        return subscriptions.isDisposed();
    }

    @Override
    public String toString() {
        return "Recording" + lines();
    }
}
