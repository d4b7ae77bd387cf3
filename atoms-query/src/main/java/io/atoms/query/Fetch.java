package io.atoms.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One fetch of an entry, from its beginning until it has settled or was cancelled: attempts, the delays between them, and
 * the gates at which it pauses. It never changes the entry by itself: it tells the entry, which ignores a fetch that is no
 * longer its own.
 *
 * <p>Threads: {@code waiters}, {@code retriesStopped} and {@code phase} are guarded by the lock of the entry. {@code work}
 * holds what has to be disposed when the fetch is cancelled.
 */
final class Fetch<T> {

    /** What a fetch that has not settled is doing. */
    private enum Phase {
        /** It waits at the gate: before the first attempt, or after an attempt that failed. */
        PAUSED,
        /** An attempt runs, or the next one waits for its time or its turn. */
        RUNNING
    }

    private final Entry<T> entry;
    private final Fetcher<T> fetcher;
    private final Settings settings;
    private final RetryPolicy retry;
    private final @Nullable Object reason;

    /** Orders fetches, invalidations and patches of an entry. Guarded by the lock. */
    long sequence;

    final java.time.Instant startedAt;

    /** The entry's state when it was last idle. */
    final QueryState<T> before;

    /** What the server had given then, or what was stored of it. Changed at most once. */
    volatile @Nullable T baseBefore;

    private final Disposable.Swap work = Disposables.swap();
    private final Cancellation signal;
    private volatile boolean signalRead;

    private List<Waiter<T>> waiters = new ArrayList<>(1);
    private boolean retriesStopped;
    private Phase phase = Phase.RUNNING;

    /** How many attempts have begun. Written by one attempt at a time. */
    private volatile int attempts;

    /** The error of the last attempt. */
    private volatile @Nullable Throwable lastError;

    /** How many values of a stream have been written. Guarded by the lock. */
    int written;

    /** What the fetcher keeps from one attempt to the next. Used by one attempt at a time. */
    volatile @Nullable Object progress;

    Fetch(Entry<T> entry, FetchRequest<T> request, long sequence, QueryState<T> before, @Nullable T baseBefore) {
        this.entry = entry;
        this.fetcher = request.fetcher();
        this.settings = request.settings();
        this.retry = request.retry();
        this.reason = request.reason();
        this.sequence = sequence;
        this.startedAt = entry.client().now();
        this.before = before;
        this.baseBefore = baseBefore;
        this.signal = new Cancellation(entry.client().problems(), entry.key());
    }

    // ---- for attempts ----

    DefaultQueryClient client() {
        return entry.client();
    }

    QueryKey<T> key() {
        return entry.key();
    }

    Settings settings() {
        return settings;
    }

    Fetcher<T> fetcher() {
        return fetcher;
    }

    /** What becomes of the data by a value of this fetch. Calls user code. */
    T merge(@Nullable T base, T value) {
        return fetcher.merge(base, value, reason);
    }

    @Nullable
    T previousData() {
        return baseBefore;
    }

    @Nullable
    Object reason() {
        return reason;
    }

    int attempts() {
        return attempts;
    }

    ContextView context() {
        return client().contextOf(key());
    }

    CancellationSignal readSignal() {
        signalRead = true;
        return signal;
    }

    // ---- guarded by the lock of the entry ----

    /** Whether it ends when nobody observes the entry any more. */
    boolean endsUnobserved() {
        return !isNeeded()
                && (signalRead
                        || settings.get(Setting.CANCEL_WHEN_UNOBSERVED)
                        || (phase == Phase.PAUSED && attempts == 0));
    }

    void restored(T stored) {
        baseBefore = stored;
    }

    /** Whether somebody waits for its result. */
    boolean isNeeded() {
        return waiters.stream().anyMatch(Waiter::needs);
    }

    /** Whether the function has been called. */
    boolean hasBegun() {
        return attempts > 0;
    }

    /** Whether it has changed data before it ended. */
    boolean replacesData() {
        return written > 0 || fetcher.startsOver();
    }

    boolean retriesStopped() {
        return retriesStopped;
    }

    @Nullable
    Throwable lastError() {
        return lastError;
    }

    void stopRetries() {
        retriesStopped = true;
    }

    void allowRetries() {
        retriesStopped = false;
    }

    boolean isPaused() {
        return phase == Phase.PAUSED;
    }

    void pause() {
        phase = Phase.PAUSED;
    }

    void proceed() {
        phase = Phase.RUNNING;
    }

    /** Those who wait for the fetch that this one replaces wait for this one. */
    void takeWaiters(Fetch<T> other) {
        waiters.addAll(other.takeWaiters());
    }

    List<Waiter<T>> takeWaiters() {
        List<Waiter<T>> all = waiters;
        waiters = new ArrayList<>(1);
        return all;
    }

    // ---- waiting for the result ----

    /**
     * One who waits.
     *
     * @param end called with the data or the error
     * @param needs whether the fetch must not end because nobody observes the entry
     */
    record Waiter<T>(BiConsumer<@Nullable T, @Nullable Throwable> end, boolean needs) {}

    void add(Waiter<T> waiter) {
        waiters.add(waiter);
    }

    /** Tells whether it was there. */
    boolean remove(Waiter<T> waiter) {
        return waiters.remove(waiter);
    }

    // ---- life, outside of the lock ----

    /** Whether the gate is open for the next attempt. */
    boolean mayProceed() {
        return client().mayAttempt(settings.get(Setting.NETWORK_MODE), attempts == 0);
    }

    /** Begins an attempt when there is a slot for it. */
    void attempt() {
        Disposable.Composite slots = Disposables.composite();
        work.update(slots);
        take(entry.slots().iterator(), slots);
    }

    private void take(Iterator<FetchSlots> bounds, Disposable.Composite taken) {
        if (!bounds.hasNext()) {
            run(taken);
            return;
        }
        Disposable.Swap slot = Disposables.swap();
        taken.add(slot);
        slot.update(bounds.next().take(entry.isObserved(), () -> take(bounds, taken)));
    }

    private void run(Disposable slot) {
        int number = attempts + 1;
        Receiver receiver = new Receiver(number, slot);
        // Not update, which would give the slot back.
        if (slot.isDisposed() || !work.replace(receiver)) {
            slot.dispose(); // cancelled meanwhile
            return;
        }
        attempts = number;
        Flux<T> flux;
        try {
            flux = fetcher.attempt(new Attempt<>(this, number, reason));
        } catch (Throwable error) {
            flux = Flux.error(error);
        }
        Duration timeout = settings.get(Setting.TIMEOUT);
        if (timeout != null) {
            flux = fetcher.streams()
                    ? flux.timeout(Mono.delay(timeout, client().scheduler()))
                    : flux.timeout(timeout, client().scheduler());
        }
        flux.subscribe(receiver);
        if (work.isDisposed()) {
            slot.dispose(); // cancelled before the receiver could take notice
        }
    }

    /** Receives what an attempt gives. Signals are serial; those after the end of the attempt are dropped. */
    private final class Receiver extends BaseSubscriber<T> {
        private final int number;
        private final Disposable slot;
        private @Nullable T last;

        Receiver(int number, Disposable slot) {
            this.number = number;
            this.slot = slot;
        }

        @Override
        public Context currentContext() {
            return Context.of(context());
        }

        @Override
        protected void hookOnNext(T value) {
            last = value;
            if (fetcher.streams()) {
                entry.chunk(Fetch.this, value);
            }
        }

        @Override
        protected void hookOnComplete() {
            slot.dispose(); // first, for what follows may begin other fetches
            T value = last;
            if (value == null) {
                attemptFailed(number, new EmptyQueryException(key()));
            } else if (fetcher.streams()) {
                entry.ended(Fetch.this);
            } else {
                entry.succeeded(Fetch.this, value);
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            slot.dispose();
            attemptFailed(number, error);
        }

        @Override
        protected void hookOnCancel() {
            slot.dispose();
        }
    }

    private void attemptFailed(int failures, Throwable error) {
        lastError = error;
        Duration delay = delayBefore(failures, error);
        if (delay == null) {
            entry.failed(this, error);
        } else if (entry.retrying(this, failures, error)) {
            Disposable.Swap timer = Disposables.swap();
            work.update(timer); // before it begins, for it may be over at once
            timer.update(client().schedule(delay, this::afterDelay));
        } else {
            entry.failed(this, error);
        }
    }

    /** How long to wait until the next attempt; null if there is none. */
    private @Nullable Duration delayBefore(int failures, Throwable error) {
        return error instanceof EmptyQueryException ? null : retry.delayAfter(failures, error, client());
    }

    private void afterDelay() {
        Throwable error = java.util.Objects.requireNonNull(lastError);
        switch (entry.gate(this)) {
            case STOP -> entry.failed(this, error);
            case GO -> attempt();
            case WAIT -> {
                // the entry goes on with it when the gate opens
            }
        }
    }

    /** Ends it, and what it is doing. The entry has forgotten it. */
    void cancel() {
        work.dispose();
        signal.cancel();
    }
}
