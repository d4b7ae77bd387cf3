package io.atoms.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an observer knows of a query beside data and error.
 *
 * @param fetchStatus whether the function is running
 * @param stale whether the data is older than the observer's stale time or was invalidated, or there is none; never for
 *     an observer that is not enabled
 * @param enabled whether the observer may fetch by itself
 * @param fetched whether a fetch has ended or data was set, ever
 * @param fetchedAfterMount whether one has since the observer subscribed
 * @param dataUpdatedAt when the data arrived or was set; null if there is none
 * @param errorUpdatedAt when a fetch failed for the last time; null if none has
 * @param errorUpdateCount how many fetches have failed
 * @param failureCount how many attempts of the present fetch, or of the last if that failed, have failed
 * @param failureReason the error of the last of these attempts; null if there is none
 * @param optimistic whether the data contains patches that the server has not confirmed
 * @param pageDirection which further page of an infinite query the present fetch gets, or the last if that failed; else null
 */
public record ResultInfo(
        FetchStatus fetchStatus,
        boolean stale,
        boolean enabled,
        boolean fetched,
        boolean fetchedAfterMount,
        @Nullable Instant dataUpdatedAt,
        @Nullable Instant errorUpdatedAt,
        long errorUpdateCount,
        int failureCount,
        @Nullable Throwable failureReason,
        boolean optimistic,
        @Nullable PageDirection pageDirection) {}
