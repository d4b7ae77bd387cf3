package io.atoms.query;

import org.jspecify.annotations.Nullable;
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

    /**
     * What becomes of the data by a value of an attempt. Called outside of all locks, again if the data changed meanwhile.
     *
     * @param base what the server gave last, or what was set since; null if there is no data
     */
    default T merge(@Nullable T base, T value, @Nullable Object reason) {
        return value;
    }
}
