package io.atoms.query;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The data of queries as plain values, to be given to another client: see {@link QueryClient#dehydrate} and {@link
 * QueryClient#hydrate}. It holds no error and no optimistic patch.
 *
 * @param queries what was there of each query
 */
public record DehydratedState(List<Query<?>> queries) {

    /**
     * Copies the list.
     *
     * @param queries what was there of each query
     */
    public DehydratedState {
        queries = List.copyOf(queries);
    }

    /**
     * The data of one query.
     *
     * @param <T> the type of the data
     * @param key the key, with what was taken from a context
     * @param data what the server gave last, or what was set since
     * @param dataUpdatedAt when that was
     * @param invalidated whether it was out of date then, or a later fetch had failed
     */
    public record Query<T>(QueryKey<T> key, T data, Instant dataUpdatedAt, boolean invalidated) {

        /**
         * Refuses null.
         *
         * @param key the key, with what was taken from a context
         * @param data what the server gave last, or what was set since
         * @param dataUpdatedAt when that was
         * @param invalidated whether it was out of date then, or a later fetch had failed
         */
        public Query {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(data, "data");
            Objects.requireNonNull(dataUpdatedAt, "dataUpdatedAt");
        }
    }
}
