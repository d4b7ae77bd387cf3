package io.atoms.query;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an observer sees of a query: {@link Pending}, {@link Success} or {@link Failure}, each with {@link ResultInfo}.
 *
 * @param <T> the type of the selected data
 */
public sealed interface QueryResult<T> {

    /**
     * There is neither data nor error.
     *
     * @param <T> the type of the data
     * @param info what is known beside
     */
    record Pending<T>(ResultInfo info) implements QueryResult<T> {}

    /**
     * There is data.
     *
     * @param <T> the type of the data
     * @param placeholder whether it only stands in until the real data is there
     * @param data the data
     * @param info what is known beside
     */
    record Success<T>(T data, boolean placeholder, ResultInfo info) implements QueryResult<T> {}

    /**
     * The last fetch failed, or {@link QueryOptions#select} did.
     *
     * @param <T> the type of the data
     * @param staleData what there was before; null if there is none
     * @param error what the last attempt failed with
     * @param info what is known beside
     */
    record Failure<T>(Throwable error, @Nullable T staleData, ResultInfo info) implements QueryResult<T> {}

    /** {@return what is known beside data and error} */
    ResultInfo info();

    /**
     * Calls the function that fits the state, with its data or error.
     *
     * @param <R> the type of the result
     * @param pending gives the result if there is neither data nor error
     * @param success is given the data
     * @param failure is given the error, and the stale data or null
     * @return what the function returned
     */
    default <R> R fold(
            Supplier<? extends R> pending,
            Function<? super T, ? extends R> success,
            BiFunction<? super Throwable, ? super @Nullable T, ? extends R> failure) {
        if (this instanceof Success<T> s) {
            return success.apply(s.data());
        }
        return this instanceof Failure<T> f ? failure.apply(f.error(), f.staleData()) : pending.get();
    }

    /** {@return the data, or the stale data of a failure; null if there is none} */
    default @Nullable T dataOrNull() {
        if (this instanceof Success<T> success) {
            return success.data();
        }
        return this instanceof Failure<T> failure ? failure.staleData() : null;
    }

    /** {@return the error of a failure, else null} */
    default @Nullable Throwable errorOrNull() {
        return this instanceof Failure<T> failure ? failure.error() : null;
    }

    /** {@return the status that this result shows} */
    default QueryStatus status() {
        if (this instanceof Success) {
            return QueryStatus.SUCCESS;
        }
        return this instanceof Failure ? QueryStatus.ERROR : QueryStatus.PENDING;
    }

    /** {@return whether there is neither data nor error} */
    default boolean isPending() {
        return this instanceof Pending;
    }

    /** {@return whether there is data and the last fetch did not fail} */
    default boolean isSuccess() {
        return this instanceof Success;
    }

    /** {@return whether the last fetch failed} */
    default boolean isError() {
        return this instanceof Failure;
    }

    /** {@return whether the data only stands in until the real data is there} */
    default boolean isPlaceholder() {
        return this instanceof Success<T> success && success.placeholder();
    }

    /** {@return whether the function is running} */
    default boolean isFetching() {
        return info().fetchStatus() == FetchStatus.FETCHING;
    }

    /** {@return whether the function wants to run and must not} */
    default boolean isPaused() {
        return info().fetchStatus() == FetchStatus.PAUSED;
    }

    /** {@return whether the function is running for the first time} */
    default boolean isLoading() {
        return isFetching() && isPending();
    }

    /** {@return whether the function is running again, for more than a further page} */
    default boolean isRefetching() {
        return isFetching() && !isPending() && info().pageDirection() == null;
    }

    /** {@return whether it failed before there was any data} */
    default boolean isLoadingError() {
        return this instanceof Failure<T> failure && failure.staleData() == null;
    }

    /** {@return whether it failed after there was data, in fetching more than a further page} */
    default boolean isRefetchError() {
        return this instanceof Failure<T> failure && failure.staleData() != null && info().pageDirection() == null;
    }

    /** {@return whether an occasion such as the focus coming back would fetch it again} */
    default boolean isStale() {
        return info().stale();
    }

    // ---- of infinite queries; false for all others ----

    /** {@return whether the next page is being fetched} */
    default boolean isFetchingNextPage() {
        return isFetching() && info().pageDirection() == PageDirection.NEXT;
    }

    /** {@return whether the previous page is being fetched} */
    default boolean isFetchingPreviousPage() {
        return isFetching() && info().pageDirection() == PageDirection.PREVIOUS;
    }

    /** {@return whether the next page could not be fetched} */
    default boolean isFetchNextPageError() {
        return isError() && info().pageDirection() == PageDirection.NEXT;
    }

    /** {@return whether the previous page could not be fetched} */
    default boolean isFetchPreviousPageError() {
        return isError() && info().pageDirection() == PageDirection.PREVIOUS;
    }
}
