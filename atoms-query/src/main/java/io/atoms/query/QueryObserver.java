package io.atoms.query;

import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Follows a query: while somebody listens to it, the query is observed. It is fetched when that begins, if it has no data
 * or stale data, and on occasions; and its entry is not collected.
 *
 * <p><b>Threads.</b> Any. Listeners are called one at a time and in order, on the thread that changed the query, never
 * under a lock of the cache.
 *
 * <p><b>Errors.</b> What a listener throws goes to the client's error handler and stops nobody else.
 *
 * @param <T> the type of the key's data
 * @param <R> the type of what is selected of it
 */
public interface QueryObserver<T, R> extends Disposable {

    /** {@return what is known now} Without listeners, what the cache has; that fetches nothing and makes no entry. */
    QueryResult<R> currentResult();

    /**
     * Calls the listener after each change of the result; not for the present one. The first listener makes the query
     * observed.
     *
     * @param listener is given the new result
     * @return ends that; the last listener to leave ends the observation
     */
    Disposable subscribe(Consumer<? super QueryResult<R>> listener);

    /**
     * Fetches now, enabled or not, while somebody listens or not.
     *
     * @param cancelRefetch whether a fetch that is running is cancelled and begun anew, if there is data; else it is joined
     * @return what comes of it, an error included; it is begun by subscribing
     */
    Mono<QueryResult<R>> refetch(boolean cancelRefetch);

    /**
     * Follows another query, or the same one otherwise.
     *
     * @param options what is asked for, and how
     */
    void setOptions(QueryOptions<T, R> options);

    /** Removes all listeners. */
    @Override
    void dispose();
}
