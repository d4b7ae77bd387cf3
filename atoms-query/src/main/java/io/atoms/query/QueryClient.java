package io.atoms.query;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A cache of server state: one entry per key, shared by all who ask for it. It fetches each key once at a time, knows how
 * old data is, fetches it again on occasions, tries again what failed, and forgets what nobody needs.
 *
 * <pre>{@code
 * try (QueryClient client = QueryClient.create()) {
 *     User user = client.fetchBlocking(USER.options(new UserKey(7)), Duration.ofSeconds(5));
 *     client.observe(USER.options(new UserKey(7))).subscribe(result -> show(result));
 *     client.invalidateTags(Tag.of("user", 7L));
 * }
 * }</pre>
 *
 * <p><b>Rules.</b> Methods that return a value as a Mono, such as {@link #fetch}, begin by subscribing. All others act at
 * once; the {@code Mono<Void>} of some completes when the fetches that they began have ended, well or badly, and need not
 * be subscribed.
 *
 * <p><b>Threads.</b> Any. No function of the user runs under a lock. Observers of one query are told one at a time and in
 * order, on the thread that made the change.
 *
 * <p><b>Errors.</b> Those of a query function are in its result. Those of listeners, patches and hooks go to the error
 * handler of {@link QueryClientBuilder#onError}. A closed client throws {@link QueryException} (ATOMS-204).
 */
public sealed interface QueryClient extends AutoCloseable permits DefaultQueryClient {

    /**
     * The client of a store. By default each store has one of its own, made at first need with the scheduler of {@link
     * io.atoms.utils.TimeAtoms#SCHEDULER}; {@link #of} closes it with the store. Set another one before the first use; who
     * made it closes it.
     */
    WritableAtom<QueryClient, QueryClient> CURRENT = StoreClients.CURRENT;

    /** {@return a client with the default options of {@link QueryClientBuilder}} */
    static QueryClient create() {
        return builder().build();
    }

    /**
     * Options of a client.
     *
     * @return the builder
     */
    static QueryClientBuilder builder() {
        return new QueryClientBuilder();
    }

    /**
     * {@return the client of the store, see {@link #CURRENT}} Not in a read function, and not in a transaction that may roll back.
     *
     * @param store whose client
     */
    static QueryClient of(AtomStore store) {
        return StoreClients.of(store);
    }

    /** {@return the name given by {@link QueryClientBuilder#name}, or {@code QueryClient#n}} */
    String name();

    // ---- getting ----

    /**
     * {@return the selected data: that of the cache if it is fresh, else of a fetch} Fetches even if the options say {@code
     * enabled(false)}; without further attempts, unless the options or defaults say how many. Who cancels the Mono just
     * stops waiting; a fetch that may be cancelled is if nobody else needs it.
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param options what is asked for, and how
     */
    <T, R> Mono<R> fetch(QueryOptions<T, R> options);

    /**
     * As {@link #fetch}, which begins by subscribing, too; without the data and without its error.
     *
     * @param options what is asked for, and how
     * @return completes when it is done
     */
    Mono<Void> prefetch(QueryOptions<?, ?> options);

    /**
     * {@return the selected data: that of the cache, however old, else of a fetch}
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param revalidate whether stale data is fetched again, in the background
     * @param options what is asked for, and how
     */
    <T, R> Mono<R> ensure(QueryOptions<T, R> options, boolean revalidate);

    /**
     * As {@link #fetch}, waiting for the result; for virtual threads, servlets and batches. An interrupt ends the waiting and
     * is kept.
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param timeout how long to wait at most; positive
     * @param options what is asked for, and how
     * @return the selected data
     * @throws QueryException on a thread of Reactor that must not block (ATOMS-206)
     * @throws IllegalStateException if the time has passed; the fetch goes on
     * @throws RuntimeException what the query function threw; a checked error, and the InterruptedException of an
     *     interrupt, are its cause
     */
    <T, R> R fetchBlocking(QueryOptions<T, R> options, Duration timeout);

    /**
     * {@return the result, now and whenever it changes, conflated to the newest under back-pressure} The query is observed while this
     * is subscribed. Never fails; completes when the client is closed.
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param options what is asked for, and how
     */
    <T, R> Flux<QueryResult<R>> observe(QueryOptions<T, R> options);

    /**
     * {@return an observer, which observes as soon as somebody listens to it}
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param options what is asked for, and how
     */
    <T, R> QueryObserver<T, R> observer(QueryOptions<T, R> options);

    // ---- infinite queries ----

    /**
     * As {@link #fetchPage}, the page after the last one, ending another fetch that is running.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param <R> the type of what is selected of the data
     * @param options what is asked for, and how
     * @return the selected data
     */
    default <P, C, R> Mono<R> fetchNextPage(QueryOptions<InfiniteData<P, C>, R> options) {
        return fetchPage(options, PageDirection.NEXT, true);
    }

    /**
     * As {@link #fetchPage}, the page before the first one, ending another fetch that is running.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param <R> the type of what is selected of the data
     * @param options what is asked for, and how
     * @return the selected data
     */
    default <P, C, R> Mono<R> fetchPreviousPage(QueryOptions<InfiniteData<P, C>, R> options) {
        return fetchPage(options, PageDirection.PREVIOUS, true);
    }

    /**
     * Fetches one further page of an infinite query, tried again as for observers, and gives the selected data with it. If
     * there is no such page, the data as it is; if there is no data at all, the first page. Several that ask for the same
     * page at once get it by one call.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param <R> the type of what is selected of the data
     * @param cancelRefetch whether another fetch of this query that is running, for all pages or on the other side, is
     *     cancelled; else it is joined, and this page is not fetched
     * @param options what is asked for, and how
     * @param direction which page
     * @return the selected data
     * @throws QueryException if the query is not infinite (ATOMS-220)
     */
    <P, C, R> Mono<R> fetchPage(
            QueryOptions<InfiniteData<P, C>, R> options, PageDirection direction, boolean cancelRefetch);

    /**
     * As {@link #fetch}, with so many pages from the first one if there are; fresh data of the cache is given as it is. To
     * prefetch, subscribe.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param <R> the type of what is selected of the data
     * @param pages how many; positive
     * @param options what is asked for, and how
     * @return the selected data
     * @throws QueryException if the query is not infinite (ATOMS-220)
     */
    <P, C, R> Mono<R> fetchPages(QueryOptions<InfiniteData<P, C>, R> options, int pages);

    /**
     * As {@link #observe}, with what is known of further pages.
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param <R> the type of what is selected of the data
     * @param options what is asked for, and how
     * @return the results
     * @throws QueryException if the query is not infinite (ATOMS-220)
     */
    <P, C, R> Flux<InfiniteResult<R>> observeInfinite(QueryOptions<InfiniteData<P, C>, R> options);

    // ---- reading what is there ----

    /**
     * {@return the data of the cache, however old, with all patches}
     *
     * @param <T> the type of the data
     * @param key what is asked for
     */
    <T> Optional<T> getQueryData(QueryKey<T> key);

    /**
     * {@return the state of the entry, if there is one}
     *
     * @param <T> the type of the data
     * @param key what is asked for
     */
    <T> Optional<QueryState<T>> getQueryState(QueryKey<T> key);

    /**
     * {@return the keys of the queries that match}
     *
     * @param filters which queries
     */
    Collection<QueryKey<?>> keys(QueryFilters filters);

    // ---- writing ----

    /**
     * Sets the data, as if it had been fetched now; a fetch that is running goes on. Makes an entry if there is none.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param data the new data
     */
    <T> void setQueryData(QueryKey<T> key, T data);

    /**
     * As {@link #setQueryData(QueryKey, Object)}, fetched at a given time.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param data the new data
     * @param updatedAt when it was fetched
     */
    <T> void setQueryData(QueryKey<T> key, T data, Instant updatedAt);

    /**
     * Sets the data from the data before, without patches, or null if there is none; null for no change. The function may be
     * called several times.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param function makes the new data of the old; pure
     * @return the new data with all patches; empty if there was no change
     */
    <T> Optional<T> updateQueryData(QueryKey<T> key, UnaryOperator<@Nullable T> function);

    /**
     * Sets the data of all matching queries that have data, in one step for the atoms that show them.
     *
     * @param <T> the type of the data
     * @param filters which queries
     * @param function makes the new data of the old; pure
     * @return how many were set
     */
    <T> int updateQueriesData(QueryFilters filters, UnaryOperator<T> function);

    /**
     * Changes the data at once, for the time until the server has said whether it takes the change. If there is no entry the
     * patch does nothing; if there is no data yet it waits for that.
     *
     * @param <T> the type of the data
     * @param key what is asked for
     * @param recipe makes the new data of the old; pure
     * @return ends the change, or keeps it
     */
    <T> Patch patchQueryData(QueryKey<T> key, UnaryOperator<T> recipe);

    // ---- operations on many ----

    /**
     * As {@link #invalidate(QueryFilters, RefetchType)}, and fetches the active ones again.
     *
     * @param filters which queries
     * @return completes when they are fetched
     */
    default Mono<Void> invalidate(QueryFilters filters) {
        return invalidate(filters, RefetchType.ACTIVE);
    }

    /**
     * Declares data out of date, and fetches some of it again; a fetch that is running is begun anew if there is data.
     *
     * @param filters which queries
     * @param refetch what to fetch again
     * @return completes when they are fetched
     */
    Mono<Void> invalidate(QueryFilters filters, RefetchType refetch);

    /**
     * Declares data with any of these tags out of date, and fetches what is active of it again.
     *
     * @param tags what is out of date
     * @return completes when they are fetched
     */
    Mono<Void> invalidateTags(Tag... tags);

    /**
     * As {@link #refetch(QueryFilters, boolean)}, beginning anew what is being fetched.
     *
     * @param filters which queries
     * @return completes when they are fetched
     */
    default Mono<Void> refetch(QueryFilters filters) {
        return refetch(filters, true);
    }

    /**
     * Fetches again what matches, but for what is static and what nobody has enabled. Paused fetches are not waited for.
     *
     * @param cancelRefetch whether a fetch that is running is begun anew, if there is data; else it is joined
     * @param filters which queries
     * @return completes when they are fetched
     */
    Mono<Void> refetch(QueryFilters filters, boolean cancelRefetch);

    /**
     * Takes queries back to their initial state, and fetches the active ones.
     *
     * @param filters which queries
     * @return completes when they are fetched
     */
    Mono<Void> reset(QueryFilters filters);

    /**
     * As {@link #cancel(QueryFilters, boolean)}, back to the state before.
     *
     * @param filters which queries
     */
    default void cancel(QueryFilters filters) {
        cancel(filters, true);
    }

    /**
     * Cancels running fetches.
     *
     * @param revert whether the state is to be as it was before; else it becomes an error
     * @param filters which queries
     */
    void cancel(QueryFilters filters, boolean revert);

    /**
     * Forgets data at once, and cancels its fetches. A query that is observed stays, without data.
     *
     * @param filters which queries
     */
    void remove(QueryFilters filters);

    /**
     * Forgets all data, cancels all fetches and gives up the mutations that are paused, stored ones included: when a user logs
     * out, for example, so that the next one neither sees nor sends anything of theirs. A mutation that is running goes on.
     */
    void clear();

    /**
     * {@return how many matching queries are being fetched}
     *
     * @param filters which queries
     */
    int isFetching(QueryFilters filters);

    /**
     * Options for the queries that match by key. What a filter says beside keys is not looked at: one of tags alone matches
     * all.
     *
     * @param filters which queries
     * @param tune sets options
     */
    void setQueryDefaults(QueryFilters filters, UnaryOperator<QueryDefaults> tune);

    // ---- mutations ----

    /**
     * As {@link #mutate(MutationDefinition, Object, MutationCallbacks)}, without callbacks of its own.
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param definition what to do, and how
     * @param variables what the mutation is given
     * @return the mutation
     */
    default <V, R> MutationHandle<R> mutate(MutationDefinition<V, R> definition, V variables) {
        return mutate(definition, variables, MutationCallbacks.none());
    }

    /**
     * Begins a mutation at once, or pauses it while the client is offline or others of its scope are before it.
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param callbacks called after those of the definition, when the state is settled; must have no {@code onMutate}
     * @param definition what to do, and how
     * @param variables what the mutation is given
     * @return the mutation
     */
    <V, R> MutationHandle<R> mutate(
            MutationDefinition<V, R> definition, V variables, MutationCallbacks<? super V, ? super R> callbacks);

    /**
     * Lets paused mutations go on that may: those that were restored, and those that no longer have a reason to wait. The
     * client does it by itself when it is online or focused again, before any query is fetched on that occasion.
     *
     * @return completes when they have ended, and those that waited for them in their scopes
     */
    Mono<Void> resumePausedMutations();

    /**
     * {@return the mutations that have not ended, and for {@link MutationDefinition#gcTime} those that have; oldest first}
     */
    List<MutationState<?>> mutations();

    /** {@return how many mutations have begun and not ended, paused ones included} */
    default int isMutating() {
        return isMutating(state -> true);
    }

    /**
     * As {@link #isMutating()}, of those that the filter accepts.
     *
     * @param filter accepts mutations
     * @return how many
     */
    int isMutating(Predicate<? super MutationState<?>> filter);

    /**
     * {@return what has to be stored so that no change of the user is lost: the mutations that are paused, and those that are running,
     * which the server may have got or not; it tells by the idempotency key} Without those whose {@code onMutate} is still
     * running, and those of definitions without a name. Empty when the client is closed. Oldest first.
     */
    List<PausedMutation> pausedMutations();

    /**
     * Adds stored mutations, paused until {@link #resumePausedMutations} or until the client is online again. Their patches
     * are made again; {@code onMutate} is not called again. One that is here already, by name and idempotency key, is not
     * added again.
     *
     * @param stored as {@link #pausedMutations} gave them
     * @return a handle for each
     * @throws QueryException if the definition of one is not registered (ATOMS-215); then none is restored
     */
    List<MutationHandle<?>> restoreMutations(Collection<PausedMutation> stored);

    /**
     * {@return what happens to mutations; otherwise as {@link #events}} Closing the client is no event of a mutation.
     */
    Flux<MutationEvent> mutationEvents();

    // ---- taking data to another client ----

    /**
     * As {@link #dehydrate(QueryFilters)}, of all queries whose last fetch did not fail.
     *
     * @return the data
     */
    default DehydratedState dehydrate() {
        return dehydrate(QueryFilters.all().where(query -> query.state().status() == QueryStatus.SUCCESS));
    }

    /**
     * {@return the data of the matching queries that have data, without patches and errors}
     *
     * @param filters which queries
     */
    DehydratedState dehydrate(QueryFilters filters);

    /**
     * Takes data of another client, where it is newer than what is here. Fetches that are running go on; none is begun.
     * Definitions that give the data its tags must be known, see {@link QueryClientBuilder#register}.
     *
     * @param state as {@link #dehydrate()} gave it
     */
    void hydrate(DehydratedState state);

    // ---- watching ----

    /**
     * {@return what happens in the cache, for tools and logs} A subscriber that is too slow loses the oldest events, see {@link
     * CacheMetrics#droppedEvents}. Completes when the client is closed.
     */
    Flux<CacheEvent> events();

    /**
     * Counts of now.
     *
     * @return the counts
     */
    CacheMetrics metrics();

    /** {@return whether {@link #close} was called} */
    boolean isClosed();

    /**
     * Cancels all fetches and mutations, ends all observers and flows, and forgets all data. Those who wait for a fetch get a
     * {@link FetchCancelledException}, those who wait for a mutation a {@link MutationCancelledException}; callbacks of mutations
     * are not called. Does nothing the second time.
     */
    @Override
    void close();
}
