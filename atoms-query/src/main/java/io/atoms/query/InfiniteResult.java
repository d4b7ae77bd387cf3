package io.atoms.query;

import org.jspecify.annotations.Nullable;

/**
 * What an observer sees of an infinite query.
 *
 * @param <R> the type of the selected data
 * @param result the result; whether a further page is being fetched, or could not be, is told by {@link
 *     QueryResult#isFetchingNextPage} and its like
 * @param hasNextPage whether there is a page after the last one; false while there is no data
 * @param hasPreviousPage whether there is a page before the first one; false while there is no data
 */
public record InfiniteResult<R>(QueryResult<R> result, boolean hasNextPage, boolean hasPreviousPage) {

    /** {@return the selected data; null if there is none} */
    public @Nullable R dataOrNull() {
        return result.dataOrNull();
    }

    /** {@return whether the next page is being fetched} */
    public boolean isFetchingNextPage() {
        return result.isFetchingNextPage();
    }

    /** {@return whether the previous page is being fetched} */
    public boolean isFetchingPreviousPage() {
        return result.isFetchingPreviousPage();
    }

    /** {@return whether the next page could not be fetched} */
    public boolean isFetchNextPageError() {
        return result.isFetchNextPageError();
    }

    /** {@return whether the previous page could not be fetched} */
    public boolean isFetchPreviousPageError() {
        return result.isFetchPreviousPageError();
    }
}
