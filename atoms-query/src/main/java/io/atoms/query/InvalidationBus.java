package io.atoms.query;

import java.util.Objects;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries invalidations from one client to the others, of other processes usually, that cache the same server's data. Given
 * to {@link QueryClientBuilder#invalidationBus}. {@link InMemoryInvalidationBus} is one for clients of one process.
 *
 * <p><b>Rules.</b> What travels are tags and keys, never data: who gets a message fetches for itself. A bus that crosses
 * processes has to write and read the ids of tags and the keys that the program uses. It may lose messages, repeat them and
 * change their order: clients notice by the sequence, and take everything for out of date when one is missing.
 *
 * <p><b>Threads.</b> Called by any thread; {@code publish} by one at a time of each client.
 */
public interface InvalidationBus {

    /**
     * Sends a message to all who are subscribed, by subscribing. An error means that it may not have been sent: it is sent
     * again, with the same sequence.
     *
     * @param message what was invalidated
     * @return completes when it is sent
     */
    Mono<Void> publish(Message message);

    /**
     * All messages from the time of the subscription on, those of the subscriber as well. If it fails or completes, the client
     * subscribes again after a pause, and takes everything for out of date.
     *
     * @return the messages
     */
    Flux<Message> messages();

    /**
     * What a node has invalidated.
     *
     * @param node who sends it: different for each client
     * @param sequence the number of this message among those of the node, from 1
     * @param tags the tags whose data is out of date
     * @param keys the keys whose data is out of date, without what was taken from a context
     */
    record Message(String node, long sequence, Set<Tag> tags, Set<QueryKey<?>> keys) {

        /**
         * Copies the sets.
         *
         * @param node who sends it: different for each client
         * @param sequence the number of this message among those of the node, from 1
         * @param tags the tags whose data is out of date
         * @param keys the keys whose data is out of date, without what was taken from a context
         */
        public Message {
            Objects.requireNonNull(node, "node");
            tags = Set.copyOf(tags);
            keys = Set.copyOf(keys);
        }

        /**
         * For a bus to emit when it knows that messages may have been lost: it has connected to its server again.
         *
         * @return the message
         */
        public static Message lost() {
            return new Message("", 0, Set.of(), Set.of());
        }

        /** {@return whether this is {@link #lost}} */
        public boolean isLost() {
            return node.isEmpty();
        }
    }
}
