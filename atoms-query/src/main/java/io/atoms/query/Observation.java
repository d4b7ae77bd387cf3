package io.atoms.query;

import io.atoms.query.Projection.Mounted;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** Options as they were given, and what follows from them. */
    private record Asked<T, R>(QueryOptions<T, R> given, QueryOptions<T, R> options, Settings settings) {}

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

    /** How many listeners there are. Guarded by the lock. */
    private int count;

    Observation(DefaultQueryClient client, QueryOptions<T, R> options) {
        this.client = client;
        this.asked = asked(options);
        this.deliveries = new Deliveries(client.problems());
        this.projection = new Projection<>(client);
    }

    private Asked<T, R> asked(QueryOptions<T, R> given) {
        QueryOptions<T, R> options = client.effective(given, client.context());
        return new Asked<>(given, options, client.settings(options));
    }

    // ---- for the entry ----

    boolean isEnabled(QueryState<?> state) {
        Asked<T, R> now = asked;
        return now.options().canFetch() && Projection.isEnabled(now.settings(), state);
    }

    /** Whether it must never be fetched again by itself. */
    boolean isStatic(QueryState<?> state) {
        return state.hasData() && Projection.isStatic(settings(), state);
    }

    QueryOptions<T, R> options() {
        return asked.options();
    }

    Settings settings() {
        return asked.settings();
    }

    /** What listeners were told last; null before the first result. */
    @Nullable
    Told<T, R> told() {
        return told;
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
        if (of != entry) {
            return; // it follows another one by now
        }
        tell(state, true);
        schedule(of, state);
    }

    private void tell(QueryState<T> state, boolean aloud) {
        Asked<T, R> by = asked;
        Told<T, R> before = told;
        QueryResult<R> result = projection.result(by.options(), by.settings(), state, mounted);
        boolean changed = before == null || !result.equals(before.result());
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

    // ---- timers ----

    private void schedule(Entry<T> of, QueryState<T> state) {
        Duration untilOlder = Projection.untilOlder(settings(), state, client.now());
        Duration untilFetch = state.fetchStatus() == FetchStatus.IDLE ? interval(state) : null;
        lock.lock();
        try {
            if (of != entry) {
                return;
            }
            older.update(untilOlder == null ? Disposables.disposed() : client.schedule(untilOlder, this::refresh));
            interval.update(
                    untilFetch == null ? Disposables.disposed() : client.schedule(untilFetch, () -> intervalOver(of)));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Duration interval(QueryState<T> state) {
        if (!isEnabled(state)) {
            return null;
        }
        Optional<Duration> given = settings().get(Setting.REFETCH_INTERVAL).apply(state);
        return given.map(time -> RetryPolicy.vary(time, settings().get(Setting.REFETCH_JITTER), client))
                .orElse(null);
    }

    private void intervalOver(Entry<T> of) {
        if (of != entry) {
            return;
        }
        QueryState<T> state = of.state();
        if (isEnabled(state) && (client.isFocused() || settings().get(Setting.REFETCH_IN_BACKGROUND))) {
            fetch(of, false);
        } else {
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

    /** As {@link #subscribe}, for those who want to know by which options. */
    Disposable listen(Listener<T, R> listener) {
        boolean first;
        lock.lock();
        try {
            first = count++ == 0;
        } finally {
            lock.unlock();
        }
        if (first) {
            begin();
        }
        listeners.add(listener);
        if (first) {
            fetchOnMount();
        }
        return Disposables.composite(() -> unsubscribe(listener));
    }

    private void unsubscribe(Listener<T, R> listener) {
        if (!listeners.remove(listener)) {
            return;
        }
        boolean last;
        lock.lock();
        try {
            last = --count == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            end();
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

    /** Finds the entry and observes it, telling nobody. */
    private void begin() {
        client.ensureOpen();
        Entry<T> found;
        lock.lock();
        try {
            do {
                found = client.entry(options(), settings());
            } while (!found.attach(this));
            QueryState<T> state = found.state();
            mounted = new Mounted(state.dataUpdateCount(), state.errorUpdateCount());
            entry = found;
        } finally {
            lock.unlock();
        }
        client.adopt(found, settings());
        deliveries.add(() -> {
            Entry<T> present = entry;
            if (present != null) {
                tell(present.state(), false);
                schedule(present, present.state());
            }
        });
        deliveries.drain();
        found.deliver();
    }

    private void end() {
        Entry<T> left;
        lock.lock();
        try {
            left = entry;
            entry = null;
            told = null;
            older.update(Disposables.disposed());
            interval.update(Disposables.disposed());
        } finally {
            lock.unlock();
        }
        if (left != null) {
            left.detach(this);
        }
    }

    private void fetchOnMount() {
        Entry<T> present = entry;
        boolean decided = false;
        while (present != null && !decided) {
            QueryState<T> state = present.state();
            decided = !shouldFetchOnMount(state)
                    || client.fetch(
                            present, options(), settings(), settings().get(Setting.RETRY), false, null, null, state);
        }
    }

    /** Whether an observer that comes to this state fetches. */
    boolean shouldFetchOnMount(QueryState<T> state) {
        if (!isEnabled(state)) {
            return false;
        }
        if (state.hasData() && !Projection.isTooOld(settings(), state, client.now())) {
            return shouldFetchOn(Setting.REFETCH_ON_MOUNT, state);
        }
        return state.status() != QueryStatus.ERROR || settings().get(Setting.RETRY_ON_MOUNT);
    }

    /** Whether an occasion fetches. */
    boolean shouldFetchOn(Setting<RefetchOn> occasion, QueryState<T> state) {
        if (!isEnabled(state) || isStatic(state)) {
            return false;
        }
        if (occasion == Setting.REFETCH_ON_RECONNECT
                && settings().given(occasion) == null
                && settings().get(Setting.NETWORK_MODE) == NetworkMode.ALWAYS) {
            return false;
        }
        return switch (settings().get(occasion)) {
            case NEVER -> false;
            case IF_STALE -> Projection.isStale(settings(), state, client.now());
            case ALWAYS -> true;
        };
    }

    /** Fetches, unless it observes something else by now. */
    void fetchIfObserving(Entry<T> of) {
        if (of == entry && isEnabled(of.state())) {
            fetch(of, false);
        }
    }

    void fetch(Entry<T> of, boolean restart) {
        client.fetch(of, options(), settings(), settings().get(Setting.RETRY), restart, null, null);
    }

    // ---- the public part ----

    @Override
    public QueryResult<R> currentResult() {
        Told<T, R> present = told;
        return present == null ? client.peek(options()) : present.result();
    }

    @Override
    public Mono<QueryResult<R>> refetch(boolean cancelRefetch) {
        return Mono.defer(() -> {
            QueryOptions<T, R> by = options();
            return client.fetchNow(by, settings().get(Setting.RETRY), cancelRefetch, null)
                    .then()
                    .onErrorComplete()
                    .then(Mono.fromSupplier(() -> resultOf(by)));
        });
    }

    /** The result of what was asked for, which may not be what is observed by now. */
    private QueryResult<R> resultOf(QueryOptions<T, R> by) {
        return by.key().equals(options().key()) ? currentResult() : client.peek(by);
    }

    @Override
    public void setOptions(QueryOptions<T, R> next) {
        Objects.requireNonNull(next, "options");
        Asked<T, R> now = asked(next);
        Entry<T> observed;
        Entry<T> before = entry;
        boolean wasEnabled = before != null && isEnabled(before.state());
        boolean sameKey = now.options().key().equals(options().key());
        lock.lock();
        try {
            observed = entry;
            asked = now;
        } finally {
            lock.unlock();
        }
        if (observed == null) {
            return;
        }
        if (sameKey) {
            observed.remember(now.options(), now.settings());
            if (!wasEnabled && shouldFetchOnMount(observed.state())) {
                fetch(observed, false);
            }
            refresh();
        } else {
            follow();
        }
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
            do {
                found = client.entry(options(), settings());
            } while (!found.attach(this));
            QueryState<T> state = found.state();
            mounted = new Mounted(state.dataUpdateCount(), state.errorUpdateCount());
            entry = found;
        } finally {
            lock.unlock();
        }
        left.detach(this);
        client.adopt(found, settings());
        found.deliver();
        fetchOnMount();
        refresh();
    }
}
