package io.atoms.query;

import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * How all queries of one type of key are fetched, and what their data is about. Immutable: each method returns a new
 * definition. Most programs keep them in static fields.
 *
 * <pre>{@code
 * record UserKey(long id) implements QueryKey<User> {}
 *
 * static final QueryDefinition<UserKey, User> USER = QueryDefinition.mono(UserKey.class, (key, context) -> users.load(key.id()))
 *         .tags((key, user) -> Set.of(Tag.of("user", key.id())))
 *         .defaults(options -> options.staleTime(Duration.ofMinutes(1)));
 *
 * client.fetch(USER.options(new UserKey(7)))
 * }</pre>
 *
 * <p><b>Threads.</b> Immutable. Functions given here are called by any thread, never under a lock of the cache.
 *
 * @param <K> the type of the keys
 * @param <T> the type of the data
 */
public final class QueryDefinition<K extends QueryKey<T>, T> {

    private final Class<K> keyType;
    private final String name;
    private final Function<K, Fetcher<T>> fetcher;
    private final BiFunction<? super K, ? super T, ? extends Set<Tag>> tags;
    private final QueryDefaults defaults;
    private final Set<Object> contextKeys;
    private final List<BiFunction<? super K, ? super EntryLifecycle<T>, ? extends @Nullable Disposable>> hooks;
    private final int maxConcurrentFetches;

    private QueryDefinition(
            Class<K> keyType,
            String name,
            Function<K, Fetcher<T>> fetcher,
            BiFunction<? super K, ? super T, ? extends Set<Tag>> tags,
            QueryDefaults defaults,
            Set<Object> contextKeys,
            List<BiFunction<? super K, ? super EntryLifecycle<T>, ? extends @Nullable Disposable>> hooks,
            int maxConcurrentFetches) {
        this.keyType = keyType;
        this.name = name;
        this.fetcher = fetcher;
        this.tags = tags;
        this.defaults = defaults;
        this.contextKeys = contextKeys;
        this.hooks = hooks;
        this.maxConcurrentFetches = maxConcurrentFetches;
    }

    // ---- making ----

    /**
     * {@return queries whose function returns a Mono} It is subscribed once per attempt, by the cache.
     *
     * @param <K> the type of the keys
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function fetches the data of a key
     */
    public static <K extends QueryKey<T>, T> QueryDefinition<K, T> mono(
            Class<K> keys, BiFunction<? super K, ? super QueryContext, ? extends Mono<? extends T>> function) {
        Objects.requireNonNull(function, "function");
        return of(keys, key -> Fetchers.mono(context -> function.apply(key, context)));
    }

    /**
     * {@return queries whose function returns a stage} A fetch that is cancelled cancels it, so it must not be shared.
     *
     * @param <K> the type of the keys
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function fetches the data of a key
     */
    public static <K extends QueryKey<T>, T> QueryDefinition<K, T> future(
            Class<K> keys,
            BiFunction<? super K, ? super QueryContext, ? extends CompletionStage<? extends T>> function) {
        Objects.requireNonNull(function, "function");
        return of(keys, key -> Fetchers.future(context -> function.apply(key, context)));
    }

    /**
     * {@return queries whose function blocks, on Reactor's bounded elastic scheduler} A fetch that is cancelled interrupts it.
     *
     * @param <K> the type of the keys
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function fetches the data of a key
     */
    public static <K extends QueryKey<T>, T> QueryDefinition<K, T> blocking(
            Class<K> keys, BiFunction<? super K, ? super QueryContext, ? extends T> function) {
        Objects.requireNonNull(function, "function");
        return of(keys, key -> Fetchers.blocking(context -> function.apply(key, context), null));
    }

    /**
     * {@return queries whose function blocks, on the given executor: one of virtual threads, for example}
     *
     * @param <K> the type of the keys
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function fetches the data of a key
     * @param executor runs the function
     */
    public static <K extends QueryKey<T>, T> QueryDefinition<K, T> blocking(
            Class<K> keys, BiFunction<? super K, ? super QueryContext, ? extends T> function, Executor executor) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(executor, "executor");
        return of(keys, key -> Fetchers.blocking(context -> function.apply(key, context), executor));
    }

    /**
     * {@return infinite queries: lists of pages that grow, see {@link QueryClient#fetchNextPage}} They are fetched again page by page,
     * from the first that is kept, and as one: no page is shown before the last has come. An attempt after a failed one goes
     * on with the page that failed.
     *
     * @param <K> the type of the keys
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param function fetches one page
     * @param params how the pages follow each other
     * @param keys the class of the keys
     */
    public static <K extends InfiniteKey<P, C>, P, C> QueryDefinition<K, InfiniteData<P, C>> infinite(
            Class<K> keys, PageFunction<? super K, ? extends P, ? super C> function, PageParams<P, C> params) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(params, "params");
        return of(
                keys,
                key -> new InfiniteFetcher<P, C>((param, context) -> function.fetch(key, param, context), params));
    }

    /**
     * As {@link #batch(Class, BiFunction, BatchOptions)} with the default options.
     *
     * @param <K> the type of the keys
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function fetches the data of many keys, by key
     * @return the definition
     */
    public static <K extends QueryKey<T>, T> QueryDefinition<K, T> batch(
            Class<K> keys,
            BiFunction<? super Set<K>, ? super BatchContext, ? extends Mono<? extends Map<K, ? extends T>>> function) {
        return batch(keys, function, BatchOptions.ofDefaults());
    }

    /**
     * {@return queries that are loaded many at a time: the function gets the keys that were asked for at about the same time, and
     * gives the data of each} Every key has its own entry, state, attempts and error. A key that is not in the answer fails
     * with a {@link MissingInBatchException}; if the call fails, each key does, and those that are tried again are so in a new
     * batch. A call is cancelled when all of its keys are. Keys of different contexts ({@link #contextKeys}) are never in one
     * batch.
     *
     * @param <K> the type of the keys
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function fetches the data of many keys, by key
     * @param options how keys are collected
     */
    public static <K extends QueryKey<T>, T> QueryDefinition<K, T> batch(
            Class<K> keys,
            BiFunction<? super Set<K>, ? super BatchContext, ? extends Mono<? extends Map<K, ? extends T>>> function,
            BatchOptions options) {
        BatchFetcher<K, T> batches = new BatchFetcher<>(
                Objects.requireNonNull(function, "function"), Objects.requireNonNull(options, "options"));
        return of(keys, batches::of);
    }

    /**
     * {@return queries whose data is folded from the chunks of a stream, and is shown while it grows: {@code SUCCESS} and {@code
     * FETCHING} from the first chunk on, {@code IDLE} at the end} Chunks that come close together are shown together, every
     * 16 ms; a stream without chunks gives the seed. An attempt after a failed one begins anew.
     *
     * @param <K> the type of the keys
     * @param <C> the type of the chunks
     * @param <T> the type of the data
     * @param function gives the stream; it is subscribed once per attempt, by the cache
     * @param seed what the first chunk is added to
     * @param reducer the data with a chunk more; quick, and without side effects
     * @param mode what becomes of the data while it is fetched again
     * @param keys the class of the keys
     */
    public static <K extends QueryKey<T>, C, T> QueryDefinition<K, T> stream(
            Class<K> keys,
            BiFunction<? super K, ? super QueryContext, ? extends Flux<? extends C>> function,
            T seed,
            BiFunction<? super T, ? super C, ? extends T> reducer,
            StreamRefetchMode mode) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(reducer, "reducer");
        Objects.requireNonNull(mode, "mode");
        return of(keys, key -> new StreamFetcher<C, T>(context -> function.apply(key, context), seed, reducer, mode));
    }

    /**
     * As the other, with {@link StreamRefetchMode#RESET}.
     *
     * @param <K> the type of the keys
     * @param <C> the type of the chunks
     * @param <T> the type of the data
     * @param keys the class of the keys
     * @param function gives the stream of chunks
     * @param seed the data before the first chunk
     * @param reducer adds a chunk to the data
     * @return the definition
     */
    public static <K extends QueryKey<T>, C, T> QueryDefinition<K, T> stream(
            Class<K> keys,
            BiFunction<? super K, ? super QueryContext, ? extends Flux<? extends C>> function,
            T seed,
            BiFunction<? super T, ? super C, ? extends T> reducer) {
        return stream(keys, function, seed, reducer, StreamRefetchMode.RESET);
    }

    static <K extends QueryKey<T>, T> QueryDefinition<K, T> of(Class<K> keys, Function<K, Fetcher<T>> fetcher) {
        return new QueryDefinition<>(
                Objects.requireNonNull(keys, "keys"),
                keys.getSimpleName(),
                fetcher,
                (key, data) -> Set.of(),
                QueryDefaults.none(),
                Set.of(),
                List.of(),
                Integer.MAX_VALUE);
    }

    // ---- options ----

    /**
     * The name in metrics, and that under which queries are stored; the simple name of the type of keys by default.
     *
     * @param name the name
     * @return the new definition
     */
    public QueryDefinition<K, T> named(String name) {
        Objects.requireNonNull(name, "name");
        return new QueryDefinition<>(keyType, name, fetcher, tags, defaults, contextKeys, hooks, maxConcurrentFetches);
    }

    /**
     * What the data of a key is about. Asked whenever there is new data.
     *
     * @param tags from the key and its data
     * @return the new definition
     */
    public QueryDefinition<K, T> tags(BiFunction<? super K, ? super T, ? extends Set<Tag>> tags) {
        Objects.requireNonNull(tags, "tags");
        return new QueryDefinition<>(keyType, name, fetcher, tags, defaults, contextKeys, hooks, maxConcurrentFetches);
    }

    /**
     * Options for all queries of this definition.
     *
     * @param tune sets options
     * @return the new definition
     */
    public QueryDefinition<K, T> defaults(UnaryOperator<QueryDefaults> tune) {
        return new QueryDefinition<>(
                keyType, name, fetcher, tags, tune.apply(defaults), contextKeys, hooks, maxConcurrentFetches);
    }

    /**
     * Names of the Reactor Context whose values decide what is fetched, such as the tenant or the user: they become part
     * of the key, so that nobody gets the data of another.
     *
     * @param names keys of the Context
     * @return the new definition
     */
    public QueryDefinition<K, T> contextKeys(Object... names) {
        Set<Object> copy = Set.copyOf(new LinkedHashSet<>(List.of(names)));
        return new QueryDefinition<>(keyType, name, fetcher, tags, defaults, copy, hooks, maxConcurrentFetches);
    }

    /**
     * Calls the hook when an entry is made, and disposes what it returns (if not null) when the entry is removed.
     *
     * @param hook is given the entry; returns what to dispose, or null
     * @return the new definition
     */
    public QueryDefinition<K, T> onEntryAdded(
            BiFunction<? super K, ? super EntryLifecycle<T>, ? extends @Nullable Disposable> hook) {
        java.util.ArrayList<BiFunction<? super K, ? super EntryLifecycle<T>, ? extends @Nullable Disposable>> more =
                new java.util.ArrayList<>(hooks);
        more.add(Objects.requireNonNull(hook, "hook"));
        return new QueryDefinition<>(
                keyType, name, fetcher, tags, defaults, contextKeys, List.copyOf(more), maxConcurrentFetches);
    }

    /**
     * How many attempts of this definition may run at once in a client; others wait, observed keys first.
     *
     * @param most how many; positive
     * @return the new definition
     */
    public QueryDefinition<K, T> maxConcurrentFetches(int most) {
        int checked = (int) Checks.positive("maxConcurrentFetches", most);
        return new QueryDefinition<>(keyType, name, fetcher, tags, defaults, contextKeys, hooks, checked);
    }

    /**
     * The type of the data, which makes it possible to store it ({@link QueryClientBuilder#persister}). Default: none.
     *
     * @param type of the data
     * @return the new definition
     */
    public QueryDefinition<K, T> dataType(Class<T> type) {
        return withDataType(Objects.requireNonNull(type, "type"));
    }

    /**
     * As {@link #dataType(Class)}, of a generic type: {@code new TypeReference<List<User>>() {}}.
     *
     * @param type of the data
     * @return the new definition
     */
    public QueryDefinition<K, T> dataType(TypeReference<T> type) {
        return withDataType(type.getType());
    }

    private QueryDefinition<K, T> withDataType(Type type) {
        return defaults(options -> options.with(options.settings.with(Setting.DATA_TYPE, type)));
    }

    // ---- reading ----

    /**
     * The type of the data, if it was given.
     *
     * @return the type
     */
    public Optional<Type> dataType() {
        return Optional.ofNullable(settings().given(Setting.DATA_TYPE));
    }

    /**
     * {@return the options of one query, to be asked for as they are or with options of their own}
     *
     * @param key which query
     */
    public QueryOptions<T, T> options(K key) {
        Objects.requireNonNull(key, "key");
        return QueryOptions.of(key, this, fetcher.apply(key));
    }

    /** {@return the type of the keys} */
    public Class<K> keyType() {
        return keyType;
    }

    /**
     * See {@link #named}.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    Settings settings() {
        return defaults.settings;
    }

    Set<Object> contextKeys() {
        return contextKeys;
    }

    int maxConcurrentFetches() {
        return maxConcurrentFetches;
    }

    List<BiFunction<? super K, ? super EntryLifecycle<T>, ? extends @Nullable Disposable>> hooks() {
        return hooks;
    }

    /** The tags of data of one of its keys, which may be scoped. */
    Set<Tag> tagsOf(QueryKey<?> key, T data) {
        return tags.apply(keyType.cast(ScopedKey.unwrap(key)), data);
    }

    @Override
    public String toString() {
        return name;
    }
}
