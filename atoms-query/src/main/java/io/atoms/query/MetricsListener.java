package io.atoms.query;

import java.time.Duration;

/**
 * Is told what the cache does, for metrics and for reports of slow queries. All methods do nothing by default.
 *
 * <p><b>Threads.</b> Called by any thread, outside of all locks; must be quick and must not throw: what it throws goes to
 * the client's error handler.
 *
 * <p>The {@code query} is the name of the definition, or the simple name of the key's type if there is none.
 */
public interface MetricsListener {

    /** How a fetch ended. */
    enum Outcome {
        /** With data. */
        SUCCESS,
        /** With an error. */
        ERROR,
        /** It was cancelled. */
        CANCELLED
    }

    /** A caller of {@link QueryClient#fetch} and its like found fresh data. What observers find is not told. */
    default void hit(String query, QueryKey<?> key) {}

    /** A caller of {@link QueryClient#fetch} and its like found stale data, and waits for a fetch. */
    default void staleHit(String query, QueryKey<?> key) {}

    /** A caller of {@link QueryClient#fetch} and its like found no data, and waits for a fetch. */
    default void miss(String query, QueryKey<?> key) {}

    /** Somebody asked for what is being fetched, and waits for that. */
    default void joined(String query, QueryKey<?> key) {}

    /** A fetch began. */
    default void fetchStarted(String query, QueryKey<?> key) {}

    /**
     * A fetch ended.
     *
     * @param attempts how many attempts it took
     * @param time how long it took, with the delays between attempts
     */
    default void fetchEnded(String query, QueryKey<?> key, Outcome outcome, int attempts, Duration time) {}

    /** An attempt failed, and there will be another. */
    default void retried(String query, QueryKey<?> key, Throwable error) {}

    /** A patch was undone. */
    default void rolledBack(String query, QueryKey<?> key) {}

    /** An entry was removed. */
    default void removed(String query, QueryKey<?> key, CacheEvent.Cause cause) {}
}
