package io.atoms.query;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps the data of queries over the end of the process. Given to {@link QueryClientBuilder#persister}; that of {@code
 * io.atoms.query.storage} keeps it in a storage of atoms-utils.
 *
 * <p><b>Rules.</b> The client asks for data when a query without data is first fetched, and saves what has changed at most
 * once a second. It asks about queries of definitions that were registered with its builder and have a {@linkplain
 * QueryDefinition#dataType type of data}, no others. Stored data must never choose a class: the types are those of the
 * definition.
 *
 * <p><b>Threads.</b> All work begins by subscribing. {@code open}, {@code save} and {@code clear} are subscribed one after the
 * other, {@code restore} at any time. None may block the thread that subscribes.
 *
 * <p><b>Errors.</b> Those of {@code save} and {@code clear} mean that it is to be tried again; of {@code restore} that nothing
 * is there.
 */
public interface QueryPersister {

    /**
     * Whose data it is.
     *
     * @param <T> the type of the data
     * @param definition knows the name under which it is stored, and the types
     * @param key the key as its author knows it
     * @param context what is part of the key beside it ({@link QueryDefinition#contextKeys}); empty usually
     */
    record Identity<T>(QueryDefinition<?, T> definition, QueryKey<T> key, Map<Object, Object> context) {

        /**
         * Copies the map.
         *
         * @param definition knows the name under which it is stored, and the types
         * @param key the key as its author knows it
         * @param context what is part of the key beside it ({@link QueryDefinition#contextKeys}); empty usually
         */
        public Identity {
            Objects.requireNonNull(definition, "definition");
            Objects.requireNonNull(key, "key");
            context = Map.copyOf(context);
        }
    }

    /**
     * What is to be stored.
     *
     * @param <T> the type of the data
     * @param query null if nothing is to be stored any more
     * @param id whose data
     */
    record Change<T>(Identity<T> id, DehydratedState.@Nullable Query<T> query) {}

    /**
     * Deletes what is of no use any more: what is too old, can't be read, or belongs to no definition. Called once, when a
     * client is made.
     *
     * @param definitions all whose data may be stored
     * @param now the time, by the client's scheduler
     * @return completes when it is done
     */
    Mono<Void> open(Collection<QueryDefinition<?, ?>> definitions, Instant now);

    /**
     * {@return what is stored for a query; empty if nothing is that may be used} What may not be used is deleted.
     *
     * @param <T> the type of the data
     * @param id whose data
     * @param now the time, by the client's scheduler
     */
    <T> Mono<DehydratedState.Query<T>> restore(Identity<T> id, Instant now);

    /**
     * Stores changes, of different queries.
     *
     * @param changes what to store or delete
     * @param now the time, by the client's scheduler
     * @return completes when they are stored
     */
    Mono<Void> save(List<Change<?>> changes, Instant now);

    /**
     * Deletes the data of all queries.
     *
     * @return completes when they are deleted
     */
    Mono<Void> clear();
}
