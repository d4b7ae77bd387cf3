package io.atoms.query;

import org.jspecify.annotations.Nullable;

/**
 * What an observer sees of an infinite query.
 *
 * @param result the result; whether a further page is being fetched, or could not be, is told by {@link
 *     QueryResult#isFetchingNextPage} and its like
 * @param hasNextPage whether there is a page after the last one; false while there is no data
 * @param hasPreviousPage whether there is a page before the first one; false while there is no data
 * @param <R> the type of the selected data
 */
public record InfiniteResult<R>(QueryResult<R> result, boolean hasNextPage, boolean hasPreviousPage) {

    /** The selected data; null if there is none. */
    public @Nullable R dataOrNull() {
        return result.dataOrNull();
    }

    /** Whether the next page is being fetched. */
    public boolean isFetchingNextPage() {
        return result.isFetchingNextPage();
    }

    /** Whether the previous page is being fetched. */
    public boolean isFetchingPreviousPage() {
        return result.isFetchingPreviousPage();
    }

    /** Whether the next page could not be fetched. */
    public boolean isFetchNextPageError() {
        return result.isFetchNextPageError();
    }

    /** Whether the previous page could not be fetched. */
    public boolean isFetchPreviousPageError() {
        return result.isFetchPreviousPageError();
    }
}
