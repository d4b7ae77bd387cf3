package io.atoms.query;

import reactor.core.publisher.Flux;

/**
 * How the data of a query is obtained. Called outside of all locks, on the thread that begins the attempt.
 *
 * @param <T> the type of the data
 */
interface Fetcher<T> {

    /**
     * One attempt. A fetcher that streams emits the data so far, as often as it likes; others emit once. What is thrown
     * counts as an error of the Flux.
     */
    Flux<T> attempt(Attempt<T> attempt);

    /** Whether each value is data, not only the last one. */
    default boolean streams() {
        return false;
    }

    /** Whether the query has no data, and is pending, while it is fetched again. */
    default boolean startsOver() {
        return false;
    }
}
