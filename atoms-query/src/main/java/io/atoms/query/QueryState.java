package io.atoms.query;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a query's entry in the cache, the same for all observers. Times are those of the client's scheduler.
 *
 * @param <T> the type of the data
 * @param data the newest data with all pending patches; null if there is none
 * @param dataUpdatedAt when the data arrived or was set; null if there is none
 * @param dataUpdateCount how often data has arrived or was set; initial data does not count
 * @param error of the last fetch, if that failed; else null
 * @param errorUpdatedAt when a fetch failed for the last time; null if none has
 * @param errorUpdateCount how many fetches have failed
 * @param failureCount how many attempts of the present fetch, or of the last if that failed, have failed
 * @param failureReason the error of the last of these attempts; null if there is none
 * @param invalidated whether the data was declared out of date
 * @param pendingPatches how many optimistic patches the data contains that are neither committed nor undone
 * @param pageDirection which further page of an infinite query the present fetch gets, or the last if that failed; else null
 * @param status what there is
 * @param fetchStatus whether it is being fetched
 */
public record QueryState<T>(
        @Nullable T data,
        @Nullable Instant dataUpdatedAt,
        long dataUpdateCount,
        @Nullable Throwable error,
        @Nullable Instant errorUpdatedAt,
        long errorUpdateCount,
        int failureCount,
        @Nullable Throwable failureReason,
        boolean invalidated,
        QueryStatus status,
        FetchStatus fetchStatus,
        int pendingPatches,
        @Nullable PageDirection pageDirection) {

    static <T> QueryState<T> empty() {
        return new QueryState<>(
                null, null, 0, null, null, 0, 0, null, false, QueryStatus.PENDING, FetchStatus.IDLE, 0, null);
    }

    /** {@return whether there is data, of whatever age} */
    public boolean hasData() {
        return data != null;
    }

    /** Whether nothing differs; data and errors are compared by identity, so no code of the user runs. */
    boolean isSame(QueryState<T> other) {
        return data == other.data
                && dataUpdateCount == other.dataUpdateCount
                && Objects.equals(dataUpdatedAt, other.dataUpdatedAt)
                && error == other.error
                && errorUpdateCount == other.errorUpdateCount
                && failureCount == other.failureCount
                && failureReason == other.failureReason
                && invalidated == other.invalidated
                && status == other.status
                && fetchStatus == other.fetchStatus
                && pendingPatches == other.pendingPatches
                && pageDirection == other.pageDirection;
    }

    // ---- transitions: what each changes, and nothing else ----

    /** Data that nobody fetched or set, such as initial data. */
    QueryState<T> initial(T data, Instant at) {
        return changed(to -> {
            to.data = data;
            to.dataUpdatedAt = at;
            to.error = null;
            to.invalidated = false;
            to.status = QueryStatus.SUCCESS;
        });
    }

    /** A fetch begins that shows nothing of what was there before. */
    QueryState<T> withoutData() {
        return changed(to -> {
            to.data = null;
            to.dataUpdatedAt = null;
        });
    }

    /** A fetch of the data as a whole begins. */
    QueryState<T> fetching(FetchStatus now) {
        return fetching(now, null);
    }

    /** A fetch begins: of a further page, if a direction is given. */
    QueryState<T> fetching(FetchStatus now, @Nullable PageDirection direction) {
        return changed(to -> {
            to.failureCount = 0;
            to.failureReason = null;
            to.pageDirection = direction;
            to.fetchStatus = now;
            if (data == null) {
                to.error = null;
                to.status = QueryStatus.PENDING;
            }
        });
    }

    /** An attempt failed, and there will be another. */
    QueryState<T> attemptFailed(int failures, Throwable reason) {
        return changed(to -> {
            to.failureCount = failures;
            to.failureReason = reason;
        });
    }

    /** The function is running, waiting or ended. */
    QueryState<T> with(FetchStatus now) {
        return changed(to -> to.fetchStatus = now);
    }

    /** New data, of a fetch that goes on or by hand. */
    QueryState<T> updated(@Nullable T data, Instant at, boolean invalidated) {
        return changed(to -> {
            to.data = data;
            to.dataUpdatedAt = at;
            to.dataUpdateCount++;
            to.error = null;
            to.invalidated = invalidated;
            to.status = QueryStatus.SUCCESS;
        });
    }

    /** The fetch has ended well. */
    QueryState<T> settled() {
        return changed(to -> {
            to.failureCount = 0;
            to.failureReason = null;
            to.pageDirection = null;
            to.fetchStatus = FetchStatus.IDLE;
        });
    }

    /** The fetch has failed. The data, if there is any, is out of date. */
    QueryState<T> failed(Throwable error, Instant at) {
        return changed(to -> {
            to.error = error;
            to.errorUpdatedAt = at;
            to.errorUpdateCount++;
            to.failureCount++;
            to.failureReason = error;
            to.invalidated = true;
            to.status = QueryStatus.ERROR;
            to.fetchStatus = FetchStatus.IDLE;
        });
    }

    QueryState<T> markedInvalid() {
        return changed(to -> to.invalidated = true);
    }

    /** The same server value seen through other patches. */
    QueryState<T> patched(@Nullable T data, int patches) {
        return changed(to -> {
            to.data = data;
            to.pendingPatches = patches;
        });
    }

    /** The fetch was cancelled: what it changed is as it was before; data that came meanwhile by hand stays. */
    QueryState<T> reverted(QueryState<T> before) {
        if (dataUpdateCount != before.dataUpdateCount || hasData() != before.hasData()) {
            return settled();
        }
        return changed(to -> {
            to.error = before.error;
            to.failureCount = before.failureCount;
            to.failureReason = before.failureReason;
            to.pageDirection = before.pageDirection;
            to.status = before.status;
            to.fetchStatus = FetchStatus.IDLE;
        });
    }

    private QueryState<T> changed(Consumer<Draft<T>> change) {
        Draft<T> draft = new Draft<>(this);
        change.accept(draft);
        return draft.done();
    }

    /** A copy that is being changed. */
    private static final class Draft<T> {
        @Nullable
        T data;

        @Nullable
        Instant dataUpdatedAt;

        long dataUpdateCount;

        @Nullable
        Throwable error;

        @Nullable
        Instant errorUpdatedAt;

        long errorUpdateCount;
        int failureCount;

        @Nullable
        Throwable failureReason;

        boolean invalidated;
        QueryStatus status;
        FetchStatus fetchStatus;
        int pendingPatches;

        @Nullable
        PageDirection pageDirection;

        Draft(QueryState<T> from) {
            data = from.data;
            dataUpdatedAt = from.dataUpdatedAt;
            dataUpdateCount = from.dataUpdateCount;
            error = from.error;
            errorUpdatedAt = from.errorUpdatedAt;
            errorUpdateCount = from.errorUpdateCount;
            failureCount = from.failureCount;
            failureReason = from.failureReason;
            invalidated = from.invalidated;
            status = from.status;
            fetchStatus = from.fetchStatus;
            pendingPatches = from.pendingPatches;
            pageDirection = from.pageDirection;
        }

        QueryState<T> done() {
            return new QueryState<>(
                    data,
                    dataUpdatedAt,
                    dataUpdateCount,
                    error,
                    errorUpdatedAt,
                    errorUpdateCount,
                    failureCount,
                    failureReason,
                    invalidated,
                    status,
                    fetchStatus,
                    pendingPatches,
                    pageDirection);
        }
    }
}
