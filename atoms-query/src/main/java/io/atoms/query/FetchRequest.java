package io.atoms.query;

import io.atoms.query.Fetch.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * That somebody wants an entry fetched.
 *
 * @param restart to cancel a running fetch instead of joining it, if there is data
 * @param reason for the fetcher; a fetch for another reason than the running one's is a new one
 * @param waiter who waits for the result, or null
 * @param seen the state by which it was decided to fetch; null if that does not matter
 */
record FetchRequest<T>(
        Fetcher<T> fetcher,
        Settings settings,
        RetryPolicy retry,
        boolean restart,
        @Nullable Object reason,
        @Nullable Waiter<T> waiter,
        @Nullable QueryState<T> seen) {

    /** What an entry says to it. */
    enum Answer {
        /** It is being fetched. */
        TAKEN,
        /** The cache has forgotten the entry: look for another. */
        DEAD,
        /** A fetch has ended or data was set since it was decided: decide again. */
        CHANGED
    }

    /** Whether the entry's state is another one than that by which it was decided. */
    boolean isOutdated(QueryState<T> now) {
        return seen != null
                && (seen.dataUpdateCount() != now.dataUpdateCount()
                        || seen.errorUpdateCount() != now.errorUpdateCount());
    }
}
