package io.atoms.query.storage;

import io.atoms.query.DehydratedState;
import io.atoms.query.QueryKey;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
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
        Type stored = new OfData(data);
        return new TypeReference<>() {
            @Override
            public Type getType() {
                return stored;
            }
        };
    }

    private record OfData(Type data) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {data};
        }

        @Override
        public Type getRawType() {
            return StoredQuery.class;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }
}
