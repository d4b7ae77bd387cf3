package io.atoms.query;

import java.time.Duration;

/**
 * Is told what queries and mutations do, for metrics and for reports of slow queries. All methods do nothing by default.
 *
 * <p><b>Threads.</b> Called by any thread, outside of all locks; must be quick and must not throw: what it throws goes to
 * the client's error handler.
 *
 * <p>The {@code query} is the name of the definition, or the simple name of the key's type if there is none.
 */
public interface MetricsListener {

    /** How a fetch or a mutation ended. */
    enum Outcome {
        /** With data, or the result of a mutation. */
        SUCCESS,
        /** With an error. */
        ERROR,
        /** It was cancelled. */
        CANCELLED
    }

    /**
     * A caller of {@link QueryClient#fetch} and its like, or an observer that begins, found data that need not be fetched.
     *
     * @param query the name of the definition
     * @param key what is asked for
     */
    default void hit(String query, QueryKey<?> key) {}

    /**
     * A caller of {@link QueryClient#fetch} and its like, or an observer that begins, found data that is fetched again.
     *
     * @param query the name of the definition
     * @param key what is asked for
     */
    default void staleHit(String query, QueryKey<?> key) {}

    /**
     * A caller of {@link QueryClient#fetch} and its like, or an observer that begins, found no data.
     *
     * @param query the name of the definition
     * @param key what is asked for
     */
    default void miss(String query, QueryKey<?> key) {}

    /**
     * Somebody asked for what is being fetched, and waits for that.
     *
     * @param query the name of the definition
     * @param key what is asked for
     */
    default void joined(String query, QueryKey<?> key) {}

    /**
     * A fetch began.
     *
     * @param query the name of the definition
     * @param key what is asked for
     */
    default void fetchStarted(String query, QueryKey<?> key) {}

    /**
     * A fetch ended.
     *
     * @param query the name of the definition
     * @param key what is asked for
     * @param outcome how it ended
     * @param attempts how many attempts it took
     * @param time how long it took, with the delays between attempts
     */
    default void fetchEnded(String query, QueryKey<?> key, Outcome outcome, int attempts, Duration time) {}

    /**
     * An attempt failed, and there will be another.
     *
     * @param query the name of the definition
     * @param key what is asked for
     * @param error what went wrong
     */
    default void retried(String query, QueryKey<?> key, Throwable error) {}

    /**
     * A patch was undone.
     *
     * @param query the name of the definition
     * @param key what is asked for
     */
    default void rolledBack(String query, QueryKey<?> key) {}

    /**
     * An entry was removed.
     *
     * @param query the name of the definition
     * @param key what is asked for
     * @param cause why
     */
    default void removed(String query, QueryKey<?> key, CacheEvent.Cause cause) {}

    /**
     * A mutation was submitted or restored.
     *
     * @param mutation as it begins
     */
    default void mutationStarted(MutationState<?> mutation) {}

    /**
     * A mutation waits: it is offline or not focused, others of its scope are before it, or it was restored.
     *
     * @param mutation as it is while it waits
     */
    default void mutationPaused(MutationState<?> mutation) {}

    /**
     * A mutation ended, once for each that was told as started.
     *
     * @param mutation with its result
     * @param outcome {@code CANCELLED} if it was cancelled while it was paused, or the client was closed
     * @param attempts how often its function was called, those after conflicts included
     * @param time how long it took since it was told as started, with delays, pauses and the callbacks that it awaits
     */
    default void mutationEnded(MutationState<?> mutation, Outcome outcome, int attempts, Duration time) {}
}
