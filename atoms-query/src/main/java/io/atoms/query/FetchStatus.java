package io.atoms.query;

/** Whether a query's function is running: one of the two states of a query, beside {@link QueryStatus}. */
public enum FetchStatus {
    /** Nothing is running. */
    IDLE,
    /** The function is running, or waits for its next attempt or for its turn. */
    FETCHING,
    /** It wants to run and must not, because the client is offline or, between attempts, unfocused. */
    PAUSED
}
