package io.atoms.query.storage;

import io.atoms.query.DehydratedState;
import io.atoms.query.QueryKey;
import java.lang.reflect.Type;
import java.time.Instant;
import tools.jackson.core.type.TypeReference;

/**
 * What is stored for a query.
 *
 * @param key what the storage's key is a hash of: a file in the place of another is noticed
 */
record StoredQuery<T>(String buster, String key, Instant updatedAt, boolean invalidated, T data) {

    DehydratedState.Query<T> of(QueryKey<T> queryKey) {
        return new DehydratedState.Query<>(queryKey, data, updatedAt, invalidated);
    }

    /** The type of stored queries with data of this type. */
    static <T> TypeReference<StoredQuery<T>> type(Type data) {
        return GenericType.reference(StoredQuery.class, data);
    }
}
