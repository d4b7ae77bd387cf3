package io.atoms.query;

import io.atoms.query.CacheEvent.Action;
import io.atoms.query.CacheEvent.Cause;
import io.atoms.query.Content.Layer;
import io.atoms.query.Fetch.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The client: finds entries, and asks them. Everything that belongs to one key is done by its {@link Entry}. */
final class DefaultQueryClient implements QueryClient {

    private final String name;
    private final Scheduler scheduler;
    private final FocusManager focus;
    private final ConnectivityManager connectivity;
    private final Context context;
    private final QueryClientBuilder options;
    private final Problems problems;
    private final Metrics metrics;
    private final EntryTable entries;
    private final TagIndex tags = new TagIndex();
    private final Batches batches = new Batches(this);
    private final Events<CacheEvent> events = new Events<>();
    private final Revisions revisions = new Revisions();
    private final Mutations mutations;

    private final Definitions definitions;
    private final Fetching fetching = new Fetching(this);
    private final Refetching refetching = new Refetching(this);

    private final @Nullable BusLink bus;
    private final @Nullable Persistence persistence;
    private final @Nullable MutationPersistence mutationPersistence;
    private final ConcurrentMap<BatchFetcher<?, ?>, BatchQueue<?, ?>> batchQueues = new ConcurrentHashMap<>();

    private final Disposable.Composite timersAndListeners = Disposables.composite();
    /** What waits for mutations after the focus came back, and after the connection did. The latest occasion counts. */
    private final Disposable.Swap onFocus = Disposables.swap();

    private final Disposable.Swap onReconnect = Disposables.swap();

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Sinks.Empty<Void> closing = Sinks.empty();

    DefaultQueryClient(QueryClientBuilder options) {
        this.options = options;
        this.name = options.name;
        this.scheduler = options.scheduler;
        this.focus = options.focus;
        this.connectivity = options.connectivity;
        this.context = options.context;
        this.problems = (where, error) -> options.onError.accept(where, error);
        Settings defaults = options.persister == null
                ? options.defaults
                : options.defaults.over(Settings.NONE.with(Setting.NETWORK_MODE, NetworkMode.OFFLINE_FIRST));
        this.definitions = new Definitions(defaults, options.maxConcurrentFetches, problems);
        this.metrics = new Metrics(options.metrics, this);
        this.entries = new EntryTable(this, options.bound);
        options.definitions.forEach(definitions::register);
        this.mutations = new Mutations(this, options.mutations);
        timersAndListeners.add(focus.onChange(this::focusChanged));
        timersAndListeners.add(connectivity.onChange(this::connectivityChanged));
        this.bus = options.invalidationBus == null ? null : new BusLink(this, options.invalidationBus);
        if (bus != null) {
            timersAndListeners.add(bus::close);
            bus.connect();
        }
        this.persistence =
                options.persister == null ? null : new Persistence(this, options.persister, options.definitions);
        this.mutationPersistence =
                options.mutationPersister == null ? null : new MutationPersistence(this, options.mutationPersister);
        if (persistence != null) {
            persistence.open();
        }
        if (mutationPersistence != null) {
            mutationPersistence.open();
        }
    }

    // ---- for entries, fetches and observers ----

    @Override
    public String name() {
        return name;
    }

    Problems problems() {
        return problems;
    }

    Metrics told() {
        return metrics;
    }

    EntryTable entries() {
        return entries;
    }

    Fetching fetching() {
        return fetching;
    }

    Refetching refetching() {
        return refetching;
    }

    Batches batches() {
        return batches;
    }

    Revisions revisions() {
        return revisions;
    }

    Context context() {
        return context;
    }

    /** The client's context with what is part of the key. */
    ContextView contextOf(QueryKey<?> key) {
        return key instanceof ScopedKey<?> scoped
                ? Context.of(context).putAll(Context.of(scoped.context()).readOnly())
                : context;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    boolean isOnline() {
        return connectivity.isOnline();
    }

    boolean isFocused() {
        return focus.isFocused();
    }

    /**
     * The gate before each attempt of a query or a mutation.
     *
     * @param first whether no attempt has failed before it
     */
    boolean mayAttempt(NetworkMode mode, boolean first) {
        return first
                ? mode != NetworkMode.ONLINE || isOnline()
                : isFocused() && (mode == NetworkMode.ALWAYS || isOnline());
    }

    double random() {
        return options.random.getAsDouble();
    }

    Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }

    /**
     * Runs something after a delay, unless the client is closed by then. To dispose it when it has begun does nothing: a
     * task of a scheduler would be interrupted.
     */
    Disposable schedule(Duration delay, Runnable runnable) {
        if (closed.get()) {
            return Disposables.disposed();
        }
        return Mono.delay(delay.compareTo(LONGEST) > 0 ? LONGEST : delay, scheduler)
                .subscribe(tick -> {
                    if (!closed.get()) {
                        batches.run(runnable);
                    }
                });
    }

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    void ensureOpen() {
        if (closed.get()) {
            throw QueryProblems.closed(name);
        }
    }

    String nameOf(QueryKey<?> key) {
        QueryDefinition<?, ?> definition = definitionOf(key);
        return definition == null ? ScopedKey.unwrap(key).getClass().getSimpleName() : definition.name();
    }

    <K extends QueryKey<T>, T> BatchQueue<K, T> batchQueue(BatchFetcher<K, T> of) {
        return Unchecked.cast(batchQueues.computeIfAbsent(of, same -> new BatchQueue<>(this, of)));
    }

    // ---- definitions and settings ----

    @Nullable
    QueryDefinition<?, ?> definitionOf(QueryKey<?> key) {
        return definitions.of(key);
    }

    Settings defaults() {
        return definitions.defaults();
    }

    Settings settings(QueryOptions<?, ?> of) {
        return definitions.settings(of);
    }

    /** The settings of a key that nobody gives options for. */
    Settings settingsOf(QueryKey<?> key) {
        return definitions.settings(key);
    }

    List<FetchSlots> slots(@Nullable QueryDefinition<?, ?> definition) {
        return definitions.slots(definition);
    }

    @Override
    public void setQueryDefaults(QueryFilters filters, UnaryOperator<QueryDefaults> tune) {
        definitions.setDefaults(Objects.requireNonNull(filters, "filters"), tune);
    }

    /** The options with what the key takes from the context. */
    <T, R> QueryOptions<T, R> effective(QueryOptions<T, R> asked, ContextView caller) {
        QueryDefinition<?, T> definition = asked.definition();
        if (definition == null) {
            return asked;
        }
        definitions.register(definition);
        return definition.contextKeys().isEmpty()
                ? asked
                : asked.in(Context.of(context).putAll(caller));
    }

    /** The entry of the options, made if there is none. It may die before the caller uses it. */
    <T> Entry<T> entry(QueryOptions<T, ?> of, Settings settings) {
        Entry<T> entry = entries.get(of.key());
        entry.remember(of, settings);
        return entry;
    }

    /** Gives an entry initial data if it has none; what the supplier throws is reported. */
    <T> void adopt(Entry<T> entry, Settings settings) {
        try {
            entry.adopt(settings);
        } catch (Throwable error) {
            problems.report("initial data of " + entry.key(), error);
        }
    }

    boolean isStale(Entry<?> entry) {
        QueryState<?> state = entry.state();
        if (!entry.isObserved()) {
            QueryOptions<?, ?> last = entry.options();
            return Projection.isStale(this, last == null ? settingsOf(entry.key()) : settings(last), state);
        }
        for (Observation<?, ?> each : entry.observers()) {
            if (each.asked().isEnabled(state)
                    && Projection.isStale(this, each.asked().settings(), state)) {
                return true;
            }
        }
        return false;
    }

    // ---- what happened to entries ----

    /** A new entry is in the table. */
    <T> void added(Entry<T> entry) {
        entry.later(() -> emit(entry, new CacheEvent.Added(entry.key())));
        QueryDefinition<?, T> definition = Unchecked.cast(definitionOf(entry.key()));
        if (definition != null && !definition.hooks().isEmpty()) {
            entry.later(() -> begin(definition, entry));
        }
    }

    private <K extends QueryKey<T>, T> void begin(QueryDefinition<K, T> definition, Entry<T> entry) {
        entry.life().begin(definition);
    }

    private static final Set<Action> NEW_DATA = EnumSet.of(Action.SUCCESS, Action.SET, Action.RESTORE, Action.RESET);

    /** A state is about to be told. */
    <T> void changing(Entry<T> entry, Action action, QueryState<T> state) {
        T data = state.data();
        if (data != null && NEW_DATA.contains(action)) {
            QueryDefinition<?, T> definition = Unchecked.cast(definitionOf(entry.key()));
            if (definition != null) {
                tag(definition, entry, data);
            }
            entry.life().loaded(data);
        } else if (data == null) {
            tags.remove(entry);
        }
        batches.noteChange();
    }

    private <T> void tag(QueryDefinition<?, T> definition, Entry<T> entry, T data) {
        try {
            tags.put(entry, Set.copyOf(definition.tagsOf(entry.key(), data)));
        } catch (Throwable error) {
            problems.report("tags of " + entry.key(), error);
        }
    }

    /** A state was told. */
    void changed(Entry<?> entry, Action action, QueryState<?> state) {
        if (persistence != null) {
            persistence.changed(entry.key(), action);
        }
        emit(entry, new CacheEvent.Updated(entry.key(), action, state));
    }

    /** An observed entry lost its data. */
    void emptied(Entry<?> entry) {
        notStored(entry.key());
        entry.later(() -> emit(entry, new CacheEvent.Removed(entry.key(), Cause.REMOVED)));
    }

    /** A dead entry. */
    void forgotten(Entry<?> entry, Cause cause) {
        entries.remove(entry);
        notStored(entry.key());
        entry.later(() -> {
            tags.remove(entry);
            entry.life().end();
            metrics.removed(entry.key(), cause);
            batches.noteChange();
            emit(entry, new CacheEvent.Removed(entry.key(), cause));
        });
    }

    /** At once, so that nobody restores what was removed. */
    void notStored(QueryKey<?> key) {
        if (persistence != null) {
            persistence.changed(key);
        }
    }

    void emit(Entry<?> entry, CacheEvent event) {
        events.emit(event);
        entry.life().tell(event);
    }

    void tellRevision() {
        revisions.tell();
    }

    // ---- fetching ----

    /** Fetches, whatever the state. */
    <T> void fetch(
            Entry<T> entry,
            QueryOptions<T, ?> of,
            Settings settings,
            RetryPolicy retry,
            boolean restart,
            @Nullable Object reason,
            @Nullable Waiter<T> waiter) {
        fetch(entry, of, settings, retry, restart, reason, waiter, null);
    }

    /**
     * Fetches, looking for another entry if this one is dead.
     *
     * @param seen the state by which it was decided to fetch, if that matters
     * @return false if the state is another one by now, so that nothing was done
     */
    <T> boolean fetch(
            Entry<T> entry,
            QueryOptions<T, ?> of,
            Settings settings,
            RetryPolicy retry,
            boolean restart,
            @Nullable Object reason,
            @Nullable Waiter<T> waiter,
            @Nullable QueryState<T> seen) {
        Fetcher<T> fetcher = of.fetcher();
        if (fetcher == null) {
            QueryOptions<T, ?> last = entry.options();
            fetcher = last == null ? null : last.fetcher();
        }
        if (fetcher == null) {
            if (waiter != null) {
                waiter.end().accept(null, QueryProblems.noFunction(of.key()));
            }
            return true;
        }
        if (persistence != null) {
            fetcher = persistence.before(of.key(), fetcher);
        }
        FetchRequest<T> request = new FetchRequest<>(fetcher, settings, retry, restart, reason, waiter, seen);
        Entry<T> live = entry;
        while (true) {
            switch (live.fetch(request)) {
                case TAKEN -> {
                    return true;
                }
                case CHANGED -> {
                    return false;
                }
                case DEAD -> {
                    if (closed.get() && waiter == null) {
                        return true;
                    }
                    live = entry(of, settings);
                }
            }
        }
    }

    <T> QueryState<T> stateOf(QueryKey<T> key) {
        Entry<T> entry = entries.find(key);
        return entry == null ? QueryState.empty() : entry.state();
    }

    @Override
    public <T, R> Mono<R> fetch(QueryOptions<T, R> asked) {
        return fetching.fetch(asked, null);
    }

    @Override
    public Mono<Void> prefetch(QueryOptions<?, ?> asked) {
        return fetch(asked).then().onErrorComplete();
    }

    @Override
    public <T, R> Mono<R> ensure(QueryOptions<T, R> asked, boolean revalidate) {
        return fetching.ensure(asked, revalidate);
    }

    @Override
    public <T, R> R fetchBlocking(QueryOptions<T, R> asked, Duration timeout) {
        if (Schedulers.isInNonBlockingThread()) {
            throw QueryProblems.blocked(Thread.currentThread().getName());
        }
        Checks.positive("timeout", timeout);
        try {
            return Objects.requireNonNull(fetch(asked).block(timeout));
        } catch (RuntimeException error) {
            if (Thread.currentThread().isInterrupted() && error.getCause() instanceof InterruptedException) {
                throw new IllegalStateException("The thread was interrupted while it waited for " + asked.key(), error);
            }
            throw error;
        }
    }

    // ---- infinite queries ----

    @Override
    public <P, C, R> Mono<R> fetchPage(
            QueryOptions<InfiniteData<P, C>, R> asked, PageDirection direction, boolean cancelRefetch) {
        InfiniteQueries.params(asked);
        Objects.requireNonNull(direction, "direction");
        return Mono.deferContextual(caller -> {
            ensureOpen();
            QueryOptions<InfiniteData<P, C>, R> of = effective(asked, caller);
            Settings settings = settings(of);
            InfiniteData<P, C> present = fetching.known(of, settings).data();
            if (present != null && InfiniteQueries.isAtEnd(of, direction, present)) {
                return Mono.just(Fetching.select(of, present));
            }
            return fetching.fetchNow(of, settings.get(Setting.RETRY), cancelRefetch, direction)
                    .map(data -> Fetching.select(of, data));
        });
    }

    @Override
    public <P, C, R> Mono<R> fetchPages(QueryOptions<InfiniteData<P, C>, R> asked, int pages) {
        InfiniteQueries.params(asked);
        return fetching.fetch(asked, (int) Checks.positive("pages", pages));
    }

    @Override
    public <P, C, R> Flux<InfiniteResult<R>> observeInfinite(QueryOptions<InfiniteData<P, C>, R> asked) {
        return observe(InfiniteQueries.selecting(asked)).map(InfiniteQueries::result);
    }

    // ---- observing ----

    @Override
    public <T, R> QueryObserver<T, R> observer(QueryOptions<T, R> asked) {
        ensureOpen();
        return new Observation<>(this, effective(asked, context));
    }

    @Override
    public <T, R> Flux<QueryResult<R>> observe(QueryOptions<T, R> asked) {
        Objects.requireNonNull(asked, "options");
        return Flux.<QueryResult<R>>create(
                        sink -> {
                            ensureOpen();
                            Observation<T, R> observer = new Observation<>(this, effective(asked, sink.contextView()));
                            sink.onDispose(observer.listenFromNow(sink::next));
                        },
                        FluxSink.OverflowStrategy.LATEST)
                .takeUntilOther(closing.asMono());
    }

    /** What an observer would see now, without observing. Makes no entry. */
    <T, R> QueryResult<R> peek(QueryOptions<T, R> asked) {
        QueryOptions<T, R> of = effective(asked, context);
        return new Projection<T, R>(this).result(of, settings(of), stateOf(of.key()), null);
    }

    /**
     * As {@link #peek}; for somebody who is about to observe it, with the fetch that this begins.
     *
     * @param observes whether they are
     */
    <T, R> QueryResult<R> expect(QueryOptions<T, R> asked, boolean observes) {
        Asked<T, R> by = Asked.of(this, asked);
        QueryState<T> state = stateOf(by.options().key());
        if (observes && state.fetchStatus() == FetchStatus.IDLE && by.shouldFetchOnMount(state)) {
            boolean open = mayAttempt(by.get(Setting.NETWORK_MODE), true);
            state = state.fetching(open ? FetchStatus.FETCHING : FetchStatus.PAUSED);
        }
        return new Projection<T, R>(this).result(by.options(), by.settings(), state, null);
    }

    /** Fetches again, or begins anew what is being fetched; nobody waits for it. */
    <T> void refetchNow(QueryOptions<T, ?> asked) {
        fetchNow(asked, null);
    }

    /** As {@link #fetchPage}; nobody waits for it. */
    <T> void fetchPageNow(QueryOptions<T, ?> asked, PageDirection direction) {
        T present = stateOf(effective(asked, context).key()).data();
        if (present == null || !InfiniteQueries.isAtEnd(asked, direction, present)) {
            fetchNow(asked, direction);
        }
    }

    private <T> void fetchNow(QueryOptions<T, ?> asked, @Nullable Object reason) {
        ensureOpen();
        QueryOptions<T, ?> of = effective(asked, context);
        Settings settings = settings(of);
        fetch(entry(of, settings), of, settings, settings.get(Setting.RETRY), true, reason, null);
    }

    @Override
    public <T> Optional<T> getQueryData(QueryKey<T> key) {
        return Optional.ofNullable(stateOf(key).data());
    }

    @Override
    public <T> Optional<QueryState<T>> getQueryState(QueryKey<T> key) {
        Entry<T> entry = entries.find(key);
        return entry == null ? Optional.empty() : Optional.of(entry.state());
    }

    // ---- writing ----

    @Override
    public <T> void setQueryData(QueryKey<T> key, T data) {
        Objects.requireNonNull(data, "data");
        set(key, before -> data, null);
    }

    @Override
    public <T> void setQueryData(QueryKey<T> key, T data, Instant updatedAt) {
        Objects.requireNonNull(data, "data");
        set(key, before -> data, Objects.requireNonNull(updatedAt, "updatedAt"));
    }

    @Override
    public <T> Optional<T> updateQueryData(QueryKey<T> key, UnaryOperator<@Nullable T> function) {
        Objects.requireNonNull(function, "function");
        return Optional.ofNullable(set(key, function, null));
    }

    private <T> @Nullable T set(QueryKey<T> key, UnaryOperator<@Nullable T> function, @Nullable Instant at) {
        ensureOpen();
        if (entries.find(key) == null) {
            T first = function.apply(Unchecked.<@Nullable T>cast(null));
            if (first == null) {
                return null; // and no entry is made
            }
        }
        while (true) {
            Entry<T> entry = entries.get(key);
            entry.keepFor(settingsOf(key).get(Setting.GC_TIME));
            T now = entry.set(function, at);
            if (now != null || !entry.isDead()) {
                entry.rest();
                return now;
            }
        }
    }

    @Override
    public <T> int updateQueriesData(QueryFilters filters, UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        ensureOpen();
        AtomicInteger count = new AtomicInteger();
        batches.run(() -> {
            for (Entry<?> each : find(filters)) {
                Entry<T> entry = Unchecked.cast(each);
                if (entry.set(before -> before == null ? null : function.apply(before), null) != null) {
                    count.incrementAndGet();
                }
            }
        });
        return count.get();
    }

    @Override
    public <T> EntryPatch<T> patchQueryData(QueryKey<T> key, UnaryOperator<T> recipe) {
        Objects.requireNonNull(recipe, "recipe");
        ensureOpen();
        while (true) {
            Entry<T> entry = entries.find(key);
            if (entry == null) {
                return new EntryPatch<>(key, null, null);
            }
            Layer<T> layer = entry.patch(recipe);
            if (!entry.isDead()) {
                return new EntryPatch<>(key, entry, layer);
            }
        }
    }

    // ---- taking data to another client ----

    @Override
    public DehydratedState dehydrate(QueryFilters filters) {
        List<DehydratedState.Query<?>> queries = new ArrayList<>();
        for (Entry<?> each : find(filters)) {
            DehydratedState.Query<?> query = each.dehydrate();
            if (query != null) {
                queries.add(query);
            }
        }
        return new DehydratedState(queries);
    }

    @Override
    public void hydrate(DehydratedState state) {
        ensureOpen();
        batches.run(() -> state.queries().forEach(this::hydrate));
    }

    private <T> void hydrate(DehydratedState.Query<T> query) {
        T taken = set(query.key(), before -> isNewer(query) ? query.data() : null, query.dataUpdatedAt());
        Entry<T> entry = entries.find(query.key());
        if (taken != null && entry != null && query.invalidated()) {
            entry.invalidate();
        }
    }

    private boolean isNewer(DehydratedState.Query<?> query) {
        Instant present = stateOf(query.key()).dataUpdatedAt();
        return present == null || present.isBefore(query.dataUpdatedAt());
    }

    // ---- operations on many ----

    List<Entry<?>> find(QueryFilters filters) {
        Collection<Entry<?>> candidates = filters.tags().isEmpty() ? entries.all() : tags.find(filters.tags());
        QueryKey<?> exact = filters.exactKey();
        if (exact != null && filters.tags().isEmpty()) {
            QueryDefinition<?, ?> definition = definitionOf(exact);
            if (definition == null || definition.contextKeys().isEmpty()) {
                Entry<?> one = entries.find(exact);
                candidates = one == null ? List.of() : List.of(one);
            }
        }
        List<Entry<?>> found = new ArrayList<>();
        for (Entry<?> each : candidates) {
            if (filters.matches(each)) {
                found.add(each);
            }
        }
        return found;
    }

    @Override
    public Collection<QueryKey<?>> keys(QueryFilters filters) {
        return find(filters).stream().<QueryKey<?>>map(Entry::key).toList();
    }

    @Override
    public int isFetching(QueryFilters filters) {
        return (int) find(filters).stream()
                .filter(each -> each.state().fetchStatus() == FetchStatus.FETCHING)
                .count();
    }

    @Override
    public Mono<Void> invalidate(QueryFilters filters, RefetchType type) {
        ensureOpen();
        Objects.requireNonNull(type, "type");
        if (bus != null) {
            bus.invalidated(filters);
        }
        return refetching.invalidate(filters, type);
    }

    @Override
    public Mono<Void> invalidateTags(Tag... asked) {
        return invalidate(QueryFilters.tags(asked), RefetchType.ACTIVE);
    }

    @Override
    public Mono<Void> refetch(QueryFilters filters, boolean cancelRefetch) {
        ensureOpen();
        return refetching.refetch(filters, cancelRefetch);
    }

    @Override
    public Mono<Void> reset(QueryFilters filters) {
        ensureOpen();
        return refetching.reset(filters);
    }

    @Override
    public void cancel(QueryFilters filters, boolean revert) {
        ensureOpen();
        batches.run(() -> find(filters).forEach(each -> each.cancel(revert, "cancel was called", false)));
    }

    @Override
    public void remove(QueryFilters filters) {
        ensureOpen();
        QueryKey<?> exact = filters.exactKey();
        if (exact != null) {
            notStored(exact); // there may be no entry of it
        }
        batches.run(() -> find(filters).forEach(each -> {
            notStored(each.key());
            each.remove();
        }));
    }

    @Override
    public void clear() {
        ensureOpen();
        if (persistence != null) {
            persistence.clear();
        }
        batches.run(() -> {
            mutations.clear();
            remove(QueryFilters.all());
        });
    }

    // ---- mutations ----

    MutationCallbacks<Object, Object> mutationCallbacks() {
        return options.mutationCallbacks;
    }

    @Override
    public <V, R> MutationHandle<R> mutate(
            MutationDefinition<V, R> definition, V variables, MutationCallbacks<? super V, ? super R> callbacks) {
        return begin(definition, variables, callbacks);
    }

    <V, R> Mutation<V, R> begin(
            MutationDefinition<V, R> definition, V variables, MutationCallbacks<? super V, ? super R> callbacks) {
        Objects.requireNonNull(variables, "variables");
        if (callbacks.hasOnMutate()) {
            throw new IllegalArgumentException(
                    "The callbacks of a call have an onMutate, which is only for definitions");
        }
        ensureOpen();
        String key = Objects.requireNonNull(options.idempotencyKeys.get(), "idempotency key");
        return batches.call(() -> mutations.begin(definition, variables, Unchecked.cast(callbacks), key));
    }

    @Override
    public Mono<Void> resumePausedMutations() {
        ensureOpen();
        return batches.call(mutations::resume);
    }

    @Override
    public List<MutationState<?>> mutations() {
        return mutations.states();
    }

    @Override
    public int isMutating(Predicate<? super MutationState<?>> filter) {
        Objects.requireNonNull(filter, "filter");
        return (int) mutations.states().stream()
                .filter(each -> each.isPending() && filter.test(each))
                .count();
    }

    /** A mutation is among the {@link #pausedMutations} from now on. */
    void mutationPrepared() {
        if (mutationPersistence != null) {
            mutationPersistence.changed();
        }
    }

    @Override
    public List<PausedMutation> pausedMutations() {
        return mutations.paused();
    }

    @Override
    public List<MutationHandle<?>> restoreMutations(Collection<PausedMutation> stored) {
        ensureOpen();
        return batches.call(() -> mutations.restore(List.copyOf(stored)));
    }

    @Override
    public Flux<MutationEvent> mutationEvents() {
        return mutations.events().takeUntilOther(closing.asMono());
    }

    // ---- occasions ----

    private void focusChanged() {
        if (isFocused()) {
            afterMutations(onFocus, this::isFocused, Setting.REFETCH_ON_FOCUS);
        }
    }

    private void connectivityChanged() {
        if (isOnline()) {
            afterMutations(onReconnect, this::isOnline, Setting.REFETCH_ON_RECONNECT);
        }
    }

    /** Mutations go on before queries are fetched, which would show what was before them. */
    private void afterMutations(Disposable.Swap waiting, BooleanSupplier still, Setting<RefetchOn> occasion) {
        Mono<Void> resumed = batches.call(mutations::resume);
        waiting.update(resumed.subscribe(none -> {}, error -> {}, () -> {
            if (!closed.get() && still.getAsBoolean()) {
                if (bus != null && occasion == Setting.REFETCH_ON_RECONNECT) {
                    bus.reconnect();
                }
                refetching.occasion(occasion);
            }
        }));
    }

    // ---- watching and closing ----

    @Override
    public Flux<CacheEvent> events() {
        return events.flux().takeUntilOther(closing.asMono());
    }

    @Override
    public CacheMetrics metrics() {
        int active = 0;
        int resting = 0;
        int fetching = 0;
        int paused = 0;
        int patches = 0;
        for (Entry<?> each : entries.all()) {
            QueryState<?> state = each.state();
            active += each.isActive() ? 1 : 0;
            resting += !each.isObserved() && state.fetchStatus() == FetchStatus.IDLE && state.pendingPatches() == 0
                    ? 1
                    : 0;
            fetching += state.fetchStatus() == FetchStatus.FETCHING ? 1 : 0;
            paused += state.fetchStatus() == FetchStatus.PAUSED ? 1 : 0;
            patches += state.pendingPatches();
        }
        return new CacheMetrics(entries.size(), active, resting, fetching, paused, patches, events.dropped());
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        timersAndListeners.dispose();
        onFocus.dispose();
        onReconnect.dispose();
        if (persistence != null) {
            persistence.close();
        }
        if (mutationPersistence != null) {
            mutationPersistence.close();
        }
        batches.run(() -> {
            mutations.close();
            entries.all().forEach(Entry::close);
        });
        closing.tryEmitEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
