package io.atoms.query;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.WritableAtom;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Atoms that show queries. The client is that of the store, {@link QueryClient#CURRENT}.
 *
 * <pre>{@code
 * PrimitiveAtom<Long> id = Atom.of(7L);
 * WritableAtom<QueryResult<User>, Void> user = QueryAtoms.query(get -> USER.options(new UserKey(get.get(id))));
 *
 * store.subscribe(user, result -> show(result));
 * store.set(id, 8L); // another query
 * store.set(user, null); // fetches again
 * }</pre>
 *
 * <p><b>Rules.</b> The options are computed anew when an atom that they read changes; another key is another query. A query
 * atom that is observed observes the query: that fetches it at first need. Reading one that is not observed shows what the
 * cache has and fetches nothing. Several atoms of one query, and all that one operation of the client changes, change in
 * one commit. A query result is shown like any value: an error is a {@link QueryResult.Failure}, not an error of the atom.
 *
 * <p>An operation of the client is not undone when a transaction that called it is rolled back, and atoms show what it did
 * after the end of the transaction.
 *
 * <p><b>Threads.</b> Any.
 */
public final class QueryAtoms {

    private QueryAtoms() {}

    /**
     * {@return the result of a query} Writing null to it fetches again, whatever the options say, observed or not; a fetch that is
     * running is begun anew if there is data.
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param options from a getter; pure
     */
    public static <T, R> WritableAtom<QueryResult<R>, @Nullable Void> query(
            Function<? super Getter, QueryOptions<T, R>> options) {
        Objects.requireNonNull(options, "options");
        return new ObservedQueries<R>(get -> List.of(options.apply(get))).single();
    }

    /**
     * {@return the data of a query as an async atom: loading while there is none, ready with the newest, failed if there is none and
     * the last fetch failed} Unlike {@link #query} it fetches when it is read, observed or not. {@link
     * io.atoms.Setter#refresh} tries again what failed.
     *
     * @param <T> the type of the data
     * @param <R> the type of what is selected of the data
     * @param options from a getter; pure
     */
    public static <T, R> AsyncAtom<R> queryData(Function<? super Getter, QueryOptions<T, R>> options) {
        return QueryDataAtom.of(Objects.requireNonNull(options, "options"));
    }

    /**
     * {@return the results of several queries, as many as the function gives} The order may change without fetching again.
     *
     * @param <R> the type of what is selected of the data
     * @param options from a getter; pure
     */
    public static <R> Atom<List<QueryResult<R>>> queries(
            Function<? super Getter, ? extends List<? extends QueryOptions<?, ? extends R>>> options) {
        return queries(options, results -> results);
    }

    /**
     * As {@link #queries(Function)}, combined into one value, whose equality decides what is a change.
     *
     * @param <R> the type of what is selected of the data
     * @param <C> the type of the combined value
     * @param options from a getter; pure
     * @param combine makes one value of the results
     * @return the atom
     */
    public static <R, C extends @Nullable Object> Atom<C> queries(
            Function<? super Getter, ? extends List<? extends QueryOptions<?, ? extends R>>> options,
            Function<? super List<QueryResult<R>>, ? extends C> combine) {
        return new ObservedQueries<R>(Objects.requireNonNull(options, "options"))
                .combined(Objects.requireNonNull(combine, "combine"));
    }

    /**
     * {@return the result of an infinite query} Writing a direction to it fetches a further page, as {@link
     * QueryClient#fetchNextPage} does; writing null fetches all again.
     *
     * <pre>{@code
     * WritableAtom<InfiniteResult<List<Post>>, PageDirection> feed = QueryAtoms.infinite(get -> FEED.options(key).select(posts));
     * store.set(feed, PageDirection.NEXT);
     * }</pre>
     *
     * <p>Options that are not those of an infinite query are an error of the atom (ATOMS-220).
     *
     * @param <P> the type of the pages
     * @param <C> the type of what a page is asked by
     * @param <R> the type of what is selected of the data
     * @param options from a getter; pure
     */
    public static <P, C, R> WritableAtom<InfiniteResult<R>, @Nullable PageDirection> infinite(
            Function<? super Getter, QueryOptions<InfiniteData<P, C>, R>> options) {
        Objects.requireNonNull(options, "options");
        return new ObservedQueries<InfiniteQueries.Selected<R>>(
                        get -> List.of(InfiniteQueries.selecting(options.apply(get))))
                .infinite(InfiniteQueries::result);
    }

    /**
     * {@return how many matching queries are being fetched}
     *
     * @param filters which queries
     */
    public static Atom<Integer> isFetching(QueryFilters filters) {
        Objects.requireNonNull(filters, "filters");
        return Atom.<Integer>derived(get -> {
                    DefaultQueryClient client = StoreClients.client(get);
                    get.get(StoreClients.REVISION);
                    return client.isFetching(filters);
                })
                .named("query.isFetching");
    }

    // ---- mutations ----

    /**
     * {@return a mutation: writing the variables begins one, after the commit; the value is how far the last one is, idle at first}
     * Callbacks may write atoms of the store ({@link MutationCall#write}). {@link io.atoms.Setter#reset} returns to idle; a
     * mutation that is running goes on, and is not shown any more.
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @param definition what to do, and how
     */
    public static <V, R> WritableAtom<MutationResult<R>, V> mutation(MutationDefinition<V, R> definition) {
        return new FollowedMutation<>(Objects.requireNonNull(definition, "definition")).atom();
    }

    /**
     * {@return the mutations of a definition, by name, wherever they were begun; see {@link QueryClient#mutations}}
     *
     * @param <R> the type of the result
     * @param definition whose mutations
     */
    public static <R> Atom<List<MutationState<R>>> mutationState(MutationDefinition<?, R> definition) {
        Objects.requireNonNull(definition, "definition");
        return Atom.map(mutationState(state -> state.isOf(definition)), Unchecked::<List<MutationState<R>>>cast);
    }

    /**
     * {@return the mutations that the filter accepts, wherever they were begun; see {@link QueryClient#mutations}}
     *
     * @param filter accepts mutations
     */
    public static Atom<List<MutationState<?>>> mutationState(Predicate<? super MutationState<?>> filter) {
        Objects.requireNonNull(filter, "filter");
        return Atom.<List<MutationState<?>>>derived(get -> {
                    DefaultQueryClient client = StoreClients.client(get);
                    get.get(StoreClients.REVISION);
                    return client.mutations().stream().filter(filter).toList();
                })
                .named("query.mutationState");
    }

    /** {@return how many mutations have begun and not ended, paused ones included} */
    public static Atom<Integer> isMutating() {
        return isMutating(state -> true);
    }

    /**
     * As {@link #isMutating()}, of those that the filter accepts.
     *
     * @param filter accepts mutations
     * @return the atom
     */
    public static Atom<Integer> isMutating(Predicate<? super MutationState<?>> filter) {
        Objects.requireNonNull(filter, "filter");
        return Atom.map(mutationState(state -> state.isPending() && filter.test(state)), List::size)
                .named("query.isMutating");
    }
}
