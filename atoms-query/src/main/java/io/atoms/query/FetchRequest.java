package io.atoms.query;

import io.atoms.query.Fetch.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * That somebody wants an entry fetched.
 *
 * @param restart to cancel a running fetch instead of joining it, if there is data
 * @param reason what the fetcher is to do, if it can do several things; a running fetch that does the same is always joined
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
