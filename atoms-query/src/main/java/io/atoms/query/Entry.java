package io.atoms.query;

import io.atoms.query.CacheEvent.Action;
import io.atoms.query.CacheEvent.Cause;
import io.atoms.query.Content.Layer;
import io.atoms.query.Fetch.Waiter;
import io.atoms.query.Setting.Initial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * What the cache knows of one key: the data with its patches, the state that observers see, the running fetch and the
 * observers. The architecture page on queries draws its states.
 *
 * <p>Threads: everything is guarded by the lock but {@code state} and {@code observers}, immutable objects that are
 * replaced under the lock and read without. No user code runs under the lock, and no other lock is taken: what needs
 * functions of the user, such as new content, is computed before, and again if another thread was faster. What observers,
 * callers and listeners are told is queued under the lock, so in the order of the changes, and delivered after it.
 */
final class Entry<T> {

    /** What a fetch does after the delay between two attempts. */
    enum Gate {
        GO,
        WAIT,
        STOP
    }

    private final QueryKey<T> key;
    private final DefaultQueryClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deliveries deliveries;

    private volatile QueryState<T> state = QueryState.empty();
    private volatile List<Observation<T, ?>> observers = List.of();

    private Content<T> content = Content.empty();
    private @Nullable Fetch<T> fetch;

    /** Whether the cache has forgotten it. It never comes back: who finds it dead looks for another one. */
    private boolean dead;

    /** Counts fetches, invalidations and patches, to tell which came first. */
    private long sequence;

    private long invalidatedAt;
    private long patchedAt;

    /** Whether it is to be fetched again when the running fetch has settled, or the last patch has ended. */
    private boolean fetchOnceMore;

    private Duration gcTime = Duration.ZERO;
    private @Nullable Disposable gcTimer;
    private @Nullable Initial initial;

    /** The last options with a function. */
    private volatile @Nullable QueryOptions<T, ?> options;

    private final EntryLife<T> life;

    Entry(QueryKey<T> key, DefaultQueryClient client) {
        this.key = key;
        this.client = client;
        this.deliveries = new Deliveries(client.problems());
        this.life = new EntryLife<>(this);
    }

    // ---- reading ----

    QueryKey<T> key() {
        return key;
    }

    DefaultQueryClient client() {
        return client;
    }

    QueryState<T> state() {
        return state;
    }

    EntryLife<T> life() {
        return life;
    }

    List<Observation<T, ?>> observers() {
        return observers;
    }

    boolean isObserved() {
        return !observers.isEmpty();
    }

    @Nullable
    QueryOptions<T, ?> options() {
        return options;
    }

    /** Whether an enabled observer has it. */
    boolean isActive() {
        for (Observation<T, ?> each : observers) {
            if (each.asked().isEnabled(state)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nobody wants it fetched: no observer does, or nobody ever has. */
    boolean isDisabled() {
        return isObserved() ? !isActive() : options == null || state.dataUpdateCount() + state.errorUpdateCount() == 0;
    }

    /** The slots that an attempt needs, one of each. */
    List<FetchSlots> slots() {
        QueryOptions<T, ?> present = options;
        return client.slots(present == null ? null : present.definition());
    }

    private Instant now() {
        return client.now();
    }

    /** To be delivered after the lock is released. Under the lock. */
    private void publish(QueryState<T> next, Action action) {
        if (next.isSame(state)) {
            return;
        }
        state = next;
        List<Observation<T, ?>> present = observers;
        deliveries.add(() -> {
            client.changing(this, action, next);
            for (Observation<T, ?> each : present) {
                each.changed(this, next);
            }
            client.changed(this, action, next);
        });
    }

    private void settle(List<Waiter<T>> waiters, @Nullable T data, @Nullable Throwable error) {
        if (!waiters.isEmpty()) {
            deliveries.add(() -> {
                for (Waiter<T> each : waiters) {
                    each.end().accept(data, data == null ? error : null);
                }
            });
        }
    }

    /** To be delivered after what has been queued before. */
    void later(Runnable delivery) {
        deliveries.add(delivery);
    }

    void deliver() {
        client.batches().run(deliveries::drain);
    }

    // ---- observers ----

    /** Adds an observer; false if the entry is dead. Tells nobody. */
    boolean attach(Observation<T, ?> observer) {
        lock.lock();
        try {
            if (dead) {
                return false;
            }
            List<Observation<T, ?>> more = new ArrayList<>(observers);
            more.add(observer);
            observers = List.copyOf(more);
            stopTimer();
            if (fetch != null) {
                fetch.allowRetries();
            }
            deliveries.add(() -> client.emit(this, new CacheEvent.ObserverAdded(key)));
        } finally {
            lock.unlock();
        }
        client.entries().inUse(this);
        return true;
    }

    /** Removes an observer. The last one decides what becomes of the running fetch. */
    void detach(Observation<T, ?> observer) {
        boolean ends;
        lock.lock();
        try {
            List<Observation<T, ?>> fewer = new ArrayList<>(observers);
            if (!fewer.remove(observer)) {
                return;
            }
            observers = List.copyOf(fewer);
            deliveries.add(() -> client.emit(this, new CacheEvent.ObserverRemoved(key)));
            ends = left();
            idle();
        } finally {
            lock.unlock();
        }
        if (ends) {
            cancel(true, "nobody observes it any more", true);
        }
        rest();
        deliver();
    }

    /**
     * Somebody has left. If the running fetch goes on although nobody needs it any more, it makes no further attempt. Under
     * the lock.
     *
     * @return whether the running fetch is to be cancelled instead
     */
    private boolean left() {
        Fetch<T> running = fetch;
        if (running == null || isObserved() || running.isNeeded()) {
            return false;
        }
        boolean ends = running.endsUnobserved();
        if (!ends) {
            running.stopRetries();
        }
        return ends;
    }

    // ---- options ----

    /** Remembers options that can fetch, for refetches that nobody gives options for. */
    void remember(QueryOptions<T, ?> options, Settings settings) {
        if (options.canFetch()) {
            this.options = options;
        }
        keepFor(settings.get(Setting.GC_TIME));
    }

    /** Begins to count its time, if it rests and does not yet; the longest time counts. */
    void keepFor(Duration time) {
        lock.lock();
        try {
            if (gcTimer == null || time.compareTo(gcTime) > 0) {
                gcTime = time.compareTo(gcTime) > 0 ? time : gcTime;
                stopTimer();
                idle();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives it initial data if it has none. What the supplier throws is the caller's. */
    void adopt(Settings settings) {
        Initial given = settings.get(Setting.INITIAL);
        if (given == null) {
            return;
        }
        if (state.hasData()) {
            return;
        }
        T data = Unchecked.cast(Objects.requireNonNull(given.data().get(), "initialData"));
        Instant at = given.updatedAt() == null ? now() : given.updatedAt();
        write(
                before -> before.base() == null ? before.withBase(data) : before,
                (content, before) -> {
                    initial = given;
                    return before.initial(Objects.requireNonNull(content.visible()), at);
                },
                Action.SET);
    }

    // ---- writing ----

    /** From the new content to the new state. Called under the lock. */
    private interface Next<T> {
        QueryState<T> after(Content<T> content, QueryState<T> before);
    }

    /**
     * Replaces the content. The function is called outside of the lock, again if another thread was faster; the same content
     * means no change.
     *
     * @return the new content, or null if there was no change
     */
    private @Nullable Content<T> write(UnaryOperator<Content<T>> function, Next<T> next, Action action) {
        Content<T> result;
        while (true) {
            Content<T> before = content();
            result = function.apply(before);
            if (result == before) {
                return null;
            }
            lock.lock();
            try {
                if (dead) {
                    return null;
                }
                if (content != before) {
                    continue;
                }
                content = result;
                publish(next.after(result, state), action);
                idle();
                break;
            } finally {
                lock.unlock();
            }
        }
        deliver();
        return result;
    }

    private Content<T> content() {
        lock.lock();
        try {
            return content;
        } finally {
            lock.unlock();
        }
    }

    /** What the server gave last, without patches; null if there is no data. */
    DehydratedState.@Nullable Query<T> dehydrate() {
        lock.lock();
        try {
            T base = content.base();
            Instant at = state.dataUpdatedAt();
            return base == null || at == null ? null : new DehydratedState.Query<>(key, base, at, state.invalidated());
        } finally {
            lock.unlock();
        }
    }

    private T share(@Nullable T before, T now) {
        if (before == null) {
            return now;
        }
        QueryOptions<T, ?> present = options;
        Settings settings = present == null ? client.settingsOf(key) : client.settings(present);
        return Objects.requireNonNull(
                settings.get(Setting.STRUCTURAL_SHARING).share(before, now), "structural sharing gave null");
    }

    /** Sets the data by hand. Null of the function means no change. Errors of the function are the caller's. */
    @Nullable
    T set(UnaryOperator<@Nullable T> function, @Nullable Instant at) {
        Content<T> result = write(
                before -> {
                    T now = function.apply(before.base());
                    return now == null ? before : before.withBase(share(before.base(), now));
                },
                (content, before) -> before.updated(content.visible(), at == null ? now() : at, false),
                Action.SET);
        return result == null ? null : result.visible();
    }

    Layer<T> patch(UnaryOperator<T> recipe) {
        Layer<T> layer = new Layer<>(recipe, client.problems());
        changePatches(before -> {
            layer.base = before.base();
            return before.with(layer);
        });
        client.entries().inUse(this);
        return layer;
    }

    /** Puts another patch in the place of one. */
    Layer<T> replacePatch(Layer<T> layer, UnaryOperator<T> recipe) {
        Layer<T> other = new Layer<>(recipe, client.problems());
        other.base = layer.base;
        changePatches(before -> before.replaced(layer, other));
        return other;
    }

    /** Ends a patch. After the last one, data that arrived meanwhile is fetched once more: it may lack what they changed. */
    void endPatch(Layer<T> layer, boolean keep) {
        changePatches(before -> before.without(layer, keep));
        rest();
        fetchOnceMoreAfterwards();
    }

    /** Changes what is patched, unless the function gives the same content. */
    private void changePatches(UnaryOperator<Content<T>> function) {
        write(
                function,
                (content, before) -> {
                    patchedAt = ++sequence;
                    stopTimer();
                    return before.patched(content.visible(), content.layers().size());
                },
                Action.PATCH);
    }

    /** At the end of the operation, which may begin a fetch itself, such as a mutation that invalidates what it patched. */
    private void fetchOnceMoreAfterwards() {
        lock.lock();
        try {
            if (!isToBeFetchedOnceMore()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        client.batches()
                .afterwards(() -> client.batches().run(() -> {
                    lock.lock();
                    try {
                        if (!isToBeFetchedOnceMore()) {
                            return;
                        }
                        fetchOnceMore = false;
                    } finally {
                        lock.unlock();
                    }
                    invalidate();
                    client.refetching().refetchIfActive(this);
                }));
    }

    /** Under the lock. */
    private boolean isToBeFetchedOnceMore() {
        return fetchOnceMore && fetch == null && content.layers().isEmpty();
    }

    // ---- fetching ----

    /** Begins a fetch, or joins the one that is running. */
    FetchRequest.Answer fetch(FetchRequest<T> request) {
        Fetch<T> begun = null;
        Fetch<T> replaced = null;
        boolean open = client.mayAttempt(request.settings().get(Setting.NETWORK_MODE), true);
        lock.lock();
        try {
            if (dead) {
                return FetchRequest.Answer.DEAD;
            }
            Fetch<T> running = fetch;
            if (running == null && request.isOutdated(state)) {
                return FetchRequest.Answer.CHANGED;
            }
            if (running != null && joins(request, running)) {
                running.allowRetries();
                wait(running, request.waiter());
            } else {
                replaced = running;
                begun = new Fetch<>(
                        this,
                        request,
                        ++sequence,
                        running == null ? state : running.before,
                        running == null ? content.base() : running.baseBefore);
                if (running != null) {
                    begun.takeWaiters(running);
                }
                wait(begun, request.waiter());
                fetch = begun;
                fetchOnceMore &= request.reason() != null || !content.layers().isEmpty();
                stopTimer();
                if (!open) {
                    begun.pause();
                }
                FetchStatus status = open ? FetchStatus.FETCHING : FetchStatus.PAUSED;
                PageDirection direction = request.reason() instanceof PageDirection given ? given : null;
                if (request.fetcher().startsOver() && content.base() != null) {
                    content = content.withoutBase();
                    publish(state.withoutData().fetching(status), Action.FETCH); // a stream that starts over
                } else {
                    publish(state.fetching(status, direction), Action.FETCH);
                }
            }
        } finally {
            lock.unlock();
        }
        if (replaced != null) {
            ended(replaced, new FetchCancelledException(key, "it was begun anew"));
        }
        if (begun != null) {
            client.entries().inUse(this);
            client.told().fetchStarted(begun);
        }
        deliver();
        if (begun == null) {
            client.told().joined(this);
        } else if (open) {
            begun.attempt();
        } else {
            proceed(); // the gate may have opened meanwhile
        }
        return FetchRequest.Answer.TAKEN;
    }

    private boolean joins(FetchRequest<T> request, Fetch<T> running) {
        boolean doesTheSame = request.reason() != null && request.reason().equals(running.reason());
        return doesTheSame || !request.restart() || !state.hasData();
    }

    private void wait(Fetch<T> running, @Nullable Waiter<T> waiter) {
        if (waiter != null) {
            running.add(waiter);
        }
    }

    /** Who waited does not any more. */
    void stopWaiting(Waiter<T> waiter) {
        boolean ends;
        lock.lock();
        try {
            ends = fetch != null && fetch.remove(waiter) && left();
        } finally {
            lock.unlock();
        }
        if (ends) {
            cancel(true, "nobody waits for it any more", true);
        }
    }

    /** A value of a stream, which goes on. */
    void chunk(Fetch<T> of, T value) {
        write(of, value, false);
    }

    /** The one value of a fetch. */
    void succeeded(Fetch<T> of, T value) {
        write(of, value, true);
    }

    private void write(Fetch<T> of, T value, boolean last) {
        while (true) {
            Content<T> before = content();
            Content<T> after;
            try {
                after = before.withBase(share(before.base(), of.merge(before.base(), value)));
            } catch (Throwable error) {
                of.cancel();
                failed(of, error);
                return;
            }
            lock.lock();
            try {
                if (fetch != of) {
                    return;
                }
                if (content != before) {
                    continue;
                }
                content = after;
                of.written++;
                QueryState<T> next = state.updated(after.visible(), now(), invalidatedAt > of.sequence);
                if (last) {
                    end(of, next.settled(), Action.SUCCESS, null);
                } else {
                    publish(next, Action.SUCCESS);
                }
                break;
            } finally {
                lock.unlock();
            }
        }
        if (last) {
            afterEnd(of, null);
        } else {
            deliver();
        }
    }

    /**
     * Data that was stored, as if it had been there when the fetch began.
     *
     * @return false if the fetch has ended, or data has come meanwhile
     */
    boolean restored(Fetch<T> of, DehydratedState.Query<T> stored) {
        while (true) {
            Content<T> before = content();
            if (before.base() != null) {
                return false;
            }
            Content<T> after = before.withBase(stored.data());
            lock.lock();
            try {
                if (fetch != of) {
                    return false;
                }
                if (content != before) {
                    continue;
                }
                content = after;
                of.restored(stored.data());
                boolean invalid = stored.invalidated() || invalidatedAt > of.sequence;
                publish(state.updated(after.visible(), stored.dataUpdatedAt(), invalid), Action.RESTORE);
                break;
            } finally {
                lock.unlock();
            }
        }
        deliver();
        return true;
    }

    /** The end of a stream. */
    void ended(Fetch<T> of) {
        ended(of, Action.SUCCESS);
    }

    /** The end of a fetch that leaves the data as it is. */
    void ended(Fetch<T> of, Action action) {
        lock.lock();
        try {
            if (fetch != of) {
                return;
            }
            end(of, state.settled(), action, null);
        } finally {
            lock.unlock();
        }
        afterEnd(of, null);
    }

    /** The last attempt has failed. */
    void failed(Fetch<T> of, Throwable error) {
        lock.lock();
        try {
            if (fetch != of) {
                return;
            }
            end(of, state.failed(error, now()), Action.ERROR, error);
        } finally {
            lock.unlock();
        }
        afterEnd(of, error);
    }

    /** The fetch is over. Under the lock. */
    private void end(Fetch<T> of, QueryState<T> next, Action action, @Nullable Throwable error) {
        fetch = null;
        fetchOnceMore |=
                error == null && (patchedAt > of.sequence || !content.layers().isEmpty());
        publish(next, action);
        settle(of.takeWaiters(), error == null ? next.data() : null, error);
        idle();
    }

    private void afterEnd(Fetch<T> of, @Nullable Throwable error) {
        client.told().fetchEnded(of, error);
        rest();
        deliver();
        fetchOnceMoreAfterwards();
    }

    // ---- attempts and gates ----

    /** Notes a failed attempt; false if there must be no other. */
    boolean retrying(Fetch<T> of, int failures, Throwable error) {
        lock.lock();
        try {
            if (fetch != of || of.retriesStopped()) {
                return false;
            }
            publish(state.attemptFailed(failures, error), Action.FAILED);
        } finally {
            lock.unlock();
        }
        client.told().retrying(of, error);
        deliver();
        return true;
    }

    /** What a fetch is to do after the delay between two attempts. */
    Gate gate(Fetch<T> of) {
        boolean open = of.mayProceed();
        lock.lock();
        try {
            if (fetch != of) {
                return Gate.WAIT;
            }
            if (of.retriesStopped()) {
                return Gate.STOP;
            }
            if (open) {
                return Gate.GO;
            }
            of.pause();
            publish(state.with(FetchStatus.PAUSED), Action.PAUSE);
        } finally {
            lock.unlock();
        }
        deliver();
        proceed(); // the gate may have opened meanwhile
        return Gate.WAIT;
    }

    /** Goes on with a fetch that is paused, if the gate is open. */
    void proceed() {
        Fetch<T> paused = running();
        boolean stop;
        if (paused == null || !paused.mayProceed()) {
            return;
        }
        lock.lock();
        try {
            if (fetch != paused || !paused.isPaused()) {
                return;
            }
            paused.proceed();
            if (!paused.hasBegun()) {
                paused.sequence = ++sequence; // what was invalidated before it begins is fetched by it
                fetchOnceMore &= !content.layers().isEmpty();
            }
            stop = paused.retriesStopped() && paused.lastError() != null;
            publish(state.with(FetchStatus.FETCHING), Action.CONTINUE);
        } finally {
            lock.unlock();
        }
        deliver();
        if (stop) {
            failed(paused, Objects.requireNonNull(paused.lastError()));
        } else {
            paused.attempt();
        }
    }

    // ---- ending ----

    /**
     * Cancels the running fetch.
     *
     * @param revert whether the state is to be as it was before; else it is an error
     * @param why for the error, such as {@code cancel was called}
     * @param onlyIfUnobserved whether it goes on if somebody needs it after all
     */
    void cancel(boolean revert, String why, boolean onlyIfUnobserved) {
        Fetch<T> cancelled;
        Throwable error = new FetchCancelledException(key, why);
        while (true) {
            Content<T> before = content();
            Fetch<T> running = running();
            if (running == null) {
                return;
            }
            Content<T> reverted = revert && running.replacesData() ? before.withBase(running.baseBefore) : before;
            lock.lock();
            try {
                if (fetch != running || content != before) {
                    continue;
                }
                if (onlyIfUnobserved && (isObserved() || !running.endsUnobserved())) {
                    return;
                }
                cancelled = running;
                fetch = null;
                boolean ownData = state.dataUpdateCount() == running.before.dataUpdateCount() + running.written;
                if (revert && ownData && reverted != before) {
                    content = reverted;
                    QueryState<T> as = running.before
                            .with(FetchStatus.IDLE)
                            .patched(reverted.visible(), reverted.layers().size());
                    publish(invalidatedAt > running.sequence ? as.markedInvalid() : as, Action.CANCEL);
                } else {
                    publish(revert ? state.reverted(running.before) : state.failed(error, now()), Action.CANCEL);
                }
                settle(running.takeWaiters(), revert ? state.data() : null, error);
                idle();
                break;
            } finally {
                lock.unlock();
            }
        }
        ended(cancelled, error);
        rest();
        deliver();
    }

    private @Nullable Fetch<T> running() {
        lock.lock();
        try {
            return fetch;
        } finally {
            lock.unlock();
        }
    }

    /** Declares the data out of date: also that of a fetch which is running, because it may have begun before. */
    void invalidate() {
        lock.lock();
        try {
            invalidatedAt = ++sequence;
            publish(state.markedInvalid(), Action.INVALIDATE);
        } finally {
            lock.unlock();
        }
        deliver();
    }

    /** Fetches once more when the running fetch, which began before an invalidation, has settled. */
    void fetchOnceMore() {
        lock.lock();
        try {
            fetchOnceMore |= fetch != null;
        } finally {
            lock.unlock();
        }
    }

    /** Back to the beginning: to the initial data, if there was any. What the supplier of that throws is the caller's. */
    void reset() {
        Initial given;
        lock.lock();
        try {
            given = initial;
        } finally {
            lock.unlock();
        }
        T data = given == null ? null : Unchecked.cast(given.data().get());
        Instant at = given == null || given.updatedAt() == null ? now() : given.updatedAt();
        empty(data, at, "it was reset");
    }

    /** Forgets the data, and takes other data instead if there is any. Patches stay. */
    private void empty(@Nullable T data, Instant at, String why) {
        Fetch<T> cancelled;
        Throwable error = new FetchCancelledException(key, why);
        while (true) {
            Content<T> before = content();
            Content<T> after = before.withBase(data);
            lock.lock();
            try {
                if (content != before) {
                    continue;
                }
                cancelled = fetch;
                fetch = null;
                fetchOnceMore = false;
                content = after;
                QueryState<T> first =
                        QueryState.<T>empty().patched(null, after.layers().size());
                T visible = after.visible();
                publish(visible == null ? first : first.initial(visible, at), Action.RESET);
                if (cancelled != null) {
                    settle(cancelled.takeWaiters(), null, error);
                }
                idle();
                break;
            } finally {
                lock.unlock();
            }
        }
        ended(cancelled, error);
        deliver();
    }

    /** Removes it from the cache; if it is observed it stays there, without data. */
    void remove() {
        if (!forget(false, "it was removed")) {
            empty(null, now(), "it was removed");
            client.emptied(this);
        }
        deliver();
    }

    /** The client is closed: removes it, observed or not. */
    void close() {
        forget(true, "the client was closed");
        observers.forEach(Observation::dispose);
        deliver();
    }

    /** Removes it from the cache; false if it is observed, and that matters. */
    private boolean forget(boolean evenIfObserved, String why) {
        Fetch<T> cancelled;
        Throwable error = new FetchCancelledException(key, why);
        lock.lock();
        try {
            if (dead) {
                return true;
            }
            if (isObserved() && !evenIfObserved) {
                return false;
            }
            dead = true;
            stopTimer();
            cancelled = fetch;
            fetch = null;
            if (cancelled != null) {
                settle(cancelled.takeWaiters(), null, error);
            }
        } finally {
            lock.unlock();
        }
        ended(cancelled, error);
        client.forgotten(this, Cause.REMOVED);
        return true;
    }

    /** Ends a fetch that the entry has forgotten. Not under the lock. */
    private void ended(@Nullable Fetch<T> cancelled, Throwable error) {
        if (cancelled != null) {
            cancelled.cancel();
            client.told().fetchEnded(cancelled, error);
        }
    }

    /** Removes it from the cache if nobody uses it. */
    void collect(Cause cause) {
        lock.lock();
        try {
            if (!rests()) {
                return;
            }
            dead = true;
            stopTimer();
        } finally {
            lock.unlock();
        }
        client.forgotten(this, cause);
        deliver();
    }

    boolean isDead() {
        lock.lock();
        try {
            return dead;
        } finally {
            lock.unlock();
        }
    }

    // ---- resting: nobody observes it, nothing fetches or patches it. Under the lock, but for rest() ----

    private boolean rests() {
        return !dead && observers.isEmpty() && fetch == null && content.layers().isEmpty();
    }

    /**
     * Begins to count its time if it rests. Never no time at all: in virtual time it would be over at once, under the lock,
     * and before whoever made the entry could use it.
     */
    private void idle() {
        if (gcTimer == null && rests() && gcTime.compareTo(QueryDefaults.FOREVER) < 0) {
            Duration time = gcTime.isZero() ? Duration.ofNanos(1) : gcTime;
            gcTimer = client.schedule(time, () -> collect(Cause.COLLECTED));
        }
    }

    private void stopTimer() {
        if (gcTimer != null) {
            gcTimer.dispose();
            gcTimer = null;
        }
    }

    /** After the lock: lets the cache drop it if there are too many. */
    void rest() {
        boolean resting;
        lock.lock();
        try {
            resting = rests();
        } finally {
            lock.unlock();
        }
        if (resting) {
            client.entries().resting(this);
        }
    }
}
