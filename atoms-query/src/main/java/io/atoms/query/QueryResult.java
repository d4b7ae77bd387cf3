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

    /** There is neither data nor error. */
    record Pending<T>(ResultInfo info) implements QueryResult<T> {}

    /**
     * There is data.
     *
     * @param placeholder whether it only stands in until the real data is there
     */
    record Success<T>(T data, boolean placeholder, ResultInfo info) implements QueryResult<T> {}

    /**
     * The last fetch failed, or {@link QueryOptions#select} did.
     *
     * @param staleData what there was before; null if there is none
     */
    record Failure<T>(Throwable error, @Nullable T staleData, ResultInfo info) implements QueryResult<T> {}

    /** What is known beside data and error. */
    ResultInfo info();

    /** The function that fits the state, with its data or error. */
    default <R> R fold(
            Supplier<? extends R> pending,
            Function<? super T, ? extends R> success,
            BiFunction<? super Throwable, ? super @Nullable T, ? extends R> failure) {
        if (this instanceof Success<T> s) {
            return success.apply(s.data());
        }
        return this instanceof Failure<T> f ? failure.apply(f.error(), f.staleData()) : pending.get();
    }

    /** The data, or the stale data of a failure; null if there is none. */
    default @Nullable T dataOrNull() {
        if (this instanceof Success<T> success) {
            return success.data();
        }
        return this instanceof Failure<T> failure ? failure.staleData() : null;
    }

    /** The error of a failure, else null. */
    default @Nullable Throwable errorOrNull() {
        return this instanceof Failure<T> failure ? failure.error() : null;
    }

    /** The status that this result shows. */
    default QueryStatus status() {
        if (this instanceof Success) {
            return QueryStatus.SUCCESS;
        }
        return this instanceof Failure ? QueryStatus.ERROR : QueryStatus.PENDING;
    }

    /** Whether there is neither data nor error. */
    default boolean isPending() {
        return this instanceof Pending;
    }

    /** Whether there is data and the last fetch did not fail. */
    default boolean isSuccess() {
        return this instanceof Success;
    }

    /** Whether the last fetch failed. */
    default boolean isError() {
        return this instanceof Failure;
    }

    /** Whether the data only stands in until the real data is there. */
    default boolean isPlaceholder() {
        return this instanceof Success<T> success && success.placeholder();
    }

    /** Whether the function is running. */
    default boolean isFetching() {
        return info().fetchStatus() == FetchStatus.FETCHING;
    }

    /** Whether the function wants to run and must not. */
    default boolean isPaused() {
        return info().fetchStatus() == FetchStatus.PAUSED;
    }

    /** Whether the function is running for the first time. */
    default boolean isLoading() {
        return isFetching() && isPending();
    }

    /** Whether the function is running again, for more than a further page. */
    default boolean isRefetching() {
        return isFetching() && !isPending() && info().pageDirection() == null;
    }

    /** Whether it failed before there was any data. */
    default boolean isLoadingError() {
        return this instanceof Failure<T> failure && failure.staleData() == null;
    }

    /** Whether it failed after there was data, in fetching more than a further page. */
    default boolean isRefetchError() {
        return this instanceof Failure<T> failure && failure.staleData() != null && info().pageDirection() == null;
    }

    /** Whether an occasion such as the focus coming back would fetch it again. */
    default boolean isStale() {
        return info().stale();
    }

    // ---- of infinite queries; false for all others ----

    /** Whether the next page is being fetched. */
    default boolean isFetchingNextPage() {
        return isFetching() && info().pageDirection() == PageDirection.NEXT;
    }

    /** Whether the previous page is being fetched. */
    default boolean isFetchingPreviousPage() {
        return isFetching() && info().pageDirection() == PageDirection.PREVIOUS;
    }

    /** Whether the next page could not be fetched. */
    default boolean isFetchNextPageError() {
        return isError() && info().pageDirection() == PageDirection.NEXT;
    }

    /** Whether the previous page could not be fetched. */
    default boolean isFetchPreviousPageError() {
        return isError() && info().pageDirection() == PageDirection.PREVIOUS;
    }
}
