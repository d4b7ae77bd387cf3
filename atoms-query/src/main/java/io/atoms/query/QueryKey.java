package io.atoms.query;

import java.util.List;

/**
 * What a query asks for: the identity of its entry in the cache. Implement it with a record; equal keys share one entry,
 * and the type parameter is the type of the data, so no read of the cache needs a cast.
 *
 * <pre>{@code
 * record UserKey(long id) implements QueryKey<User> {}
 * }</pre>
 *
 * <p><b>Rules.</b> {@code equals} and {@code hashCode} must not change while a key is in use: no arrays (they are compared
 * by identity) and no collection that somebody still changes. An {@code Integer} and a {@code Long} are never equal. Two
 * types of keys must not be equal to each other. Infinite queries have a type of key of their own, {@code InfiniteKey}.
 *
 * <p><b>Threads.</b> Used by many; must be immutable.
 *
 * @param <T> the type of the data
 */
public interface QueryKey<T> {

    /**
     * Where the key stands in a hierarchy, for {@link QueryFilters#prefix}; empty by default, which is nowhere.
     *
     * @return the path
     */
    default List<?> path() {
        return List.of();
    }
}
