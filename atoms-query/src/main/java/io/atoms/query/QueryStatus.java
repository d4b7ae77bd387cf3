package io.atoms.query;

/** Whether a query has data: one of the two states of a query, beside {@link FetchStatus}. */
public enum QueryStatus {
    /** There is no data and no error: it was never fetched, or is being fetched for the first time. */
    PENDING,
    /** There is data, and the last fetch did not fail. */
    SUCCESS,
    /** The last fetch failed. There may be data of an earlier one. */
    ERROR
}
