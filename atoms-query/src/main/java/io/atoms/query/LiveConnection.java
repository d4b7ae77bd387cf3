package io.atoms.query;

import reactor.core.publisher.Flux;

/**
 * A connection that {@link LiveUpdates} asked for.
 *
 * <p><b>Threads.</b> Any.
 */
public interface LiveConnection {

    /**
     * Says that the server has begun to send what changes, as soon as that is known: with the headers of its response, for
     * example. What was missed while there was no connection is fetched then. Without this call the first message says it,
     * which may be late if the server has nothing to tell. Does nothing the second time.
     */
    void opened();

    /**
     * How messages are obtained.
     *
     * @param <K> the type of the keys
     * @param <M> the type of the messages
     */
    @FunctionalInterface
    interface Source<K, M> {

        /**
         * {@return the messages of one connection} It is subscribed once; an error and the end are both a lost connection, and
         * cancelling closes it.
         *
         * @param key whose data
         * @param connection what is known of the connection
         */
        Flux<M> connect(K key, LiveConnection connection);
    }
}
