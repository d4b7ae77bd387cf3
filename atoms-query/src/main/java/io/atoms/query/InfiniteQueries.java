package io.atoms.query;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What infinite queries have that others have not. */
final class InfiniteQueries {

    private InfiniteQueries() {}

    /** What an observer of an infinite query selects: what was asked for, and what only the pages tell. */
    record Selected<R>(R data, boolean hasNextPage, boolean hasPreviousPage) {}

    /**
     * How the pages follow each other.
     *
     * @throws QueryException if the options are not those of an infinite query (ATOMS-220)
     */
    static <P, C> PageParams<P, C> params(QueryOptions<InfiniteData<P, C>, ?> options) {
        Fetcher<?> fetcher = Objects.requireNonNull(options, "options").fetcher();
        if (fetcher instanceof InfiniteFetcher<?, ?> infinite) {
            return Unchecked.cast(infinite.params()); // made for this type of data
        }
        throw QueryProblems.notInfinite(options.key());
    }

    /** Whether there are pages, and none in this direction. What the user's function throws fails the fetch, so not this. */
    static boolean isAtEnd(QueryOptions<?, ?> of, PageDirection direction, Object data) {
        if (!(of.fetcher() instanceof InfiniteFetcher<?, ?> infinite)) {
            return false;
        }
        PageParams<Object, Object> params = Unchecked.cast(infinite.params());
        InfiniteData<Object, Object> pages = Unchecked.cast(data);
        try {
            return !pages.isEmpty() && params.param(direction, pages).isEmpty();
        } catch (Throwable error) {
            return false;
        }
    }

    /** The same query, selecting more. */
    static <P, C, R> QueryOptions<InfiniteData<P, C>, Selected<R>> selecting(
            QueryOptions<InfiniteData<P, C>, R> options) {
        PageParams<P, C> params = params(options);
        Function<? super InfiniteData<P, C>, ? extends R> select = options.select();
        return options.select(data -> new Selected<>(
                Objects.requireNonNull(select.apply(data), "select gave null"),
                params.param(PageDirection.NEXT, data).isPresent(),
                params.param(PageDirection.PREVIOUS, data).isPresent()));
    }

    static <R> InfiniteResult<R> result(QueryResult<Selected<R>> of) {
        ResultInfo info = of.info();
        QueryResult<R> result = of.fold(
                () -> new QueryResult.Pending<R>(info),
                data -> new QueryResult.Success<>(data.data(), of.isPlaceholder(), info),
                (error, stale) -> new QueryResult.Failure<>(error, dataOf(stale), info));
        Selected<R> selected = of.isPlaceholder() ? null : of.dataOrNull();
        return new InfiniteResult<>(
                result, selected != null && selected.hasNextPage(), selected != null && selected.hasPreviousPage());
    }

    private static <R> @Nullable R dataOf(@Nullable Selected<R> selected) {
        return selected == null ? null : selected.data();
    }
}
