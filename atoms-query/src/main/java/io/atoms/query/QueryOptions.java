package io.atoms.query;

import io.atoms.query.Setting.Initial;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What is asked for and how: a key, the function that fetches its data, and options. Immutable: each method returns a new
 * object. Made by {@link #of} and its like, or by {@link QueryDefinition#options}.
 *
 * <pre>{@code
 * QueryOptions<User, String> name = QueryOptions.of(new UserKey(7), context -> users.load(7))
 *         .staleTime(Duration.ofMinutes(1))
 *         .select(User::name);
 * }</pre>
 *
 * <p><b>Threads.</b> Immutable. Functions given here are called by any thread, never under a lock of the cache.
 *
 * @param <T> the type of the key's data
 * @param <R> the type of what is selected of it
 */
public final class QueryOptions<T, R> extends QueryTuning<QueryOptions<T, R>> {

    private final QueryKey<T> key;
    private final @Nullable QueryDefinition<?, T> definition;
    private final @Nullable Fetcher<T> fetcher;
    private final Function<? super T, ? extends R> select;
    private final @Nullable Function<? super @Nullable T, ? extends @Nullable T> placeholder;

    private QueryOptions(
            QueryKey<T> key,
            @Nullable QueryDefinition<?, T> definition,
            @Nullable Fetcher<T> fetcher,
            Function<? super T, ? extends R> select,
            @Nullable Function<? super @Nullable T, ? extends @Nullable T> placeholder,
            Settings settings) {
        super(settings);
        this.key = Objects.requireNonNull(key, "key");
        this.definition = definition;
        this.fetcher = fetcher;
        this.select = select;
        this.placeholder = placeholder;
    }

    // ---- making ----

    /**
     * {@return a query whose function returns a Mono} It is subscribed once per attempt, by the cache.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function fetches the data
     */
    public static <T> QueryOptions<T, T> of(
            QueryKey<T> key, Function<? super QueryContext, ? extends Mono<? extends T>> function) {
        return of(key, null, Fetchers.mono(function));
    }

    /**
     * {@return a query whose function returns a stage} A fetch that is cancelled cancels it, so it must not be shared.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function fetches the data
     */
    public static <T> QueryOptions<T, T> future(
            QueryKey<T> key, Function<? super QueryContext, ? extends CompletionStage<? extends T>> function) {
        return of(key, null, Fetchers.future(function));
    }

    /**
     * {@return a query whose function blocks, on Reactor's bounded elastic scheduler} A fetch that is cancelled interrupts it.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function fetches the data
     */
    public static <T> QueryOptions<T, T> blocking(
            QueryKey<T> key, Function<? super QueryContext, ? extends T> function) {
        return of(key, null, Fetchers.blocking(function, null));
    }

    /**
     * {@return a query whose function blocks, on the given executor: one of virtual threads, for example}
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function fetches the data
     * @param executor runs the function
     */
    public static <T> QueryOptions<T, T> blocking(
            QueryKey<T> key, Function<? super QueryContext, ? extends T> function, Executor executor) {
        return of(key, null, Fetchers.blocking(function, Objects.requireNonNull(executor, "executor")));
    }

    /**
     * {@return an infinite query, see {@link QueryDefinition#infinite}} The key may be of any type that is not that of a plain query.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param function fetches one page, from what it is asked by; its Mono is subscribed once per attempt, by the cache
     * @param params how the pages follow each other
     * @param key what is asked for
     */
    public static <P, C> QueryOptions<InfiniteData<P, C>, InfiniteData<P, C>> infinite(
            QueryKey<InfiniteData<P, C>> key,
            BiFunction<? super C, ? super QueryContext, ? extends Mono<? extends P>> function,
            PageParams<P, C> params) {
        return of(key, null, new InfiniteFetcher<>(function, params));
    }

    /**
     * {@return a query whose data is folded from the chunks of a stream, see {@link QueryDefinition#stream}}
     *
     * @param <C> the type of the chunks
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function gives the stream of chunks
     * @param seed the data before the first chunk
     * @param reducer adds a chunk to the data
     * @param mode what a refetch does with the data
     */
    public static <C, T> QueryOptions<T, T> stream(
            QueryKey<T> key,
            Function<? super QueryContext, ? extends Flux<? extends C>> function,
            T seed,
            BiFunction<? super T, ? super C, ? extends T> reducer,
            StreamRefetchMode mode) {
        return of(key, null, new StreamFetcher<C, T>(function, seed, reducer, mode));
    }

    /**
     * As the other, with {@link StreamRefetchMode#RESET}.
     *
     * @param <C> the type of the chunks
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function gives the stream of chunks
     * @param seed the data before the first chunk
     * @param reducer adds a chunk to the data
     * @return the options
     */
    public static <C, T> QueryOptions<T, T> stream(
            QueryKey<T> key,
            Function<? super QueryContext, ? extends Flux<? extends C>> function,
            T seed,
            BiFunction<? super T, ? super C, ? extends T> reducer) {
        return stream(key, function, seed, reducer, StreamRefetchMode.RESET);
    }

    /**
     * {@return what the cache has, fetched by others or set; nothing is ever fetched by these options}
     *
     * @param <T> the type of the data
     * @param key what is asked for
     */
    public static <T> QueryOptions<T, T> cached(QueryKey<T> key) {
        return of(key, null, null);
    }

    static <T> QueryOptions<T, T> of(
            QueryKey<T> key, @Nullable QueryDefinition<?, T> definition, @Nullable Fetcher<T> fetcher) {
        return new QueryOptions<>(key, definition, fetcher, data -> data, null, Settings.NONE);
    }

    // ---- options that know the type ----

    /**
     * {@return what observers and callers get instead of the data, replacing an earlier choice} It is called again if the data or
     * this function is another one; equal results keep their identity. What it throws is the observer's error.
     *
     * @param <S> the type of what is selected
     * @param function from the data to what is selected
     */
    public <S> QueryOptions<T, S> select(Function<? super T, ? extends S> function) {
        return new QueryOptions<>(
                key, definition, fetcher, Objects.requireNonNull(function, "function"), placeholder, settings);
    }

    /**
     * Whether the query is fetched without being asked: by mounting, on occasions and by invalidation. Default: true.
     *
     * @param enabled whether it is
     * @return the new options
     */
    public QueryOptions<T, R> enabled(boolean enabled) {
        return with(settings.with(Setting.ENABLED, always(enabled)));
    }

    /**
     * As {@link #enabled(boolean)}, from the state of the query; asked whenever that matters.
     *
     * @param enabled whether it is, from the state
     * @return the new options
     */
    public QueryOptions<T, R> enabled(Predicate<? super QueryState<T>> enabled) {
        return with(settings.with(Setting.ENABLED, Objects.requireNonNull(enabled, "enabled")));
    }

    private static Predicate<Object> always(boolean value) {
        return state -> value;
    }

    /**
     * Data to begin with, which counts as fetched just now. It is what {@link QueryClient#reset} returns to.
     *
     * @param data the data
     * @return the new options
     */
    public QueryOptions<T, R> initialData(T data) {
        Objects.requireNonNull(data, "data");
        return with(settings.with(Setting.INITIAL, new Initial(() -> data, null)));
    }

    /**
     * Data to begin with that was fetched at a given time. The supplier is called when an entry without data needs it.
     *
     * @param data the data
     * @param updatedAt when it was fetched
     * @return the new options
     */
    public QueryOptions<T, R> initialData(Supplier<? extends T> data, Instant updatedAt) {
        Objects.requireNonNull(data, "data");
        return with(settings.with(Setting.INITIAL, new Initial(data, Objects.requireNonNull(updatedAt, "updatedAt"))));
    }

    /**
     * What is shown while there is no data yet; it is not cached. It goes through {@link #select}.
     *
     * @param data the data
     * @return the new options
     */
    public QueryOptions<T, R> placeholder(T data) {
        Objects.requireNonNull(data, "data");
        return placeholder(previous -> data);
    }

    /**
     * As {@link #placeholder(Object)}, made of the data of the key before, or of null if there was none; null for none. Data
     * of a key with other values of the context ({@link QueryDefinition#contextKeys}) is not given.
     *
     * @param function makes the placeholder; null for none
     * @return the new options
     */
    public QueryOptions<T, R> placeholder(Function<? super @Nullable T, ? extends @Nullable T> function) {
        return new QueryOptions<>(
                key, definition, fetcher, select, Objects.requireNonNull(function, "function"), settings);
    }

    /**
     * Shows the data of the key before while there is none of this one.
     *
     * @return the new options
     */
    public QueryOptions<T, R> keepPreviousData() {
        return placeholder((UnaryOperator<@Nullable T>) previous -> previous);
    }

    /**
     * Takes what is part of the key ({@link QueryDefinition#contextKeys}) from the given context; without this it is the
     * subscriber's, over the client's.
     *
     * @param context has the values
     * @return the new options
     * @throws QueryException if it is not there (ATOMS-207)
     */
    public QueryOptions<T, R> in(ContextView context) {
        if (definition == null || definition.contextKeys().isEmpty() || key instanceof ScopedKey) {
            return this;
        }
        return new QueryOptions<>(
                ScopedKey.of(key, definition.contextKeys(), context),
                definition,
                fetcher,
                select,
                placeholder,
                settings);
    }

    // ---- reading ----

    /** {@return the key, with what is taken from the context} */
    public QueryKey<T> key() {
        return key;
    }

    /** {@return whether there is a function that fetches} */
    public boolean canFetch() {
        return fetcher != null;
    }

    @Nullable
    QueryDefinition<?, T> definition() {
        return definition;
    }

    @Nullable
    Fetcher<T> fetcher() {
        return fetcher;
    }

    Function<? super T, ? extends R> select() {
        return select;
    }

    @Nullable
    Function<? super @Nullable T, ? extends @Nullable T> placeholder() {
        return placeholder;
    }

    @Override
    QueryOptions<T, R> with(Settings settings) {
        return new QueryOptions<>(key, definition, fetcher, select, placeholder, settings);
    }

    @Override
    public String toString() {
        return "QueryOptions[" + key + "]";
    }
}
