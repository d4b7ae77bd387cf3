package io.atoms.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key made of parts, for those who do not want a record for each query. Its parts are its path.
 *
 * <pre>{@code
 * ListKey<User> key = ListKey.of("users", 42);
 * client.invalidate(QueryFilters.prefix("users"));
 * }</pre>
 *
 * <p>Lists, sets and maps among the parts are copied, at every depth. The compiler can't tell whether two users of equal
 * keys mean the same type of data; a record of its own can.
 *
 * @param <T> the type of the data
 * @param parts what makes the key; none of them an array, which would be compared by identity
 */
public record ListKey<T>(List<? extends @Nullable Object> parts) implements QueryKey<T> {

    /**
     * Copies the parts.
     *
     * @param parts what makes the key; none of them an array, which would be compared by identity
     * @throws QueryException if a part is an array (ATOMS-201)
     */
    public ListKey {
        parts = copy(Objects.requireNonNull(parts, "parts"));
    }

    /**
     * {@return a key of these parts}
     *
     * @param <T> the type of the data
     * @param parts in their order
     */
    public static <T> ListKey<T> of(@Nullable Object... parts) {
        List<@Nullable Object> list = new ArrayList<>(parts.length);
        Collections.addAll(list, parts);
        return new ListKey<>(list);
    }

    @Override
    public List<?> path() {
        return parts;
    }

    private static List<@Nullable Object> copy(Collection<? extends @Nullable Object> parts) {
        List<@Nullable Object> copy = new ArrayList<>(parts.size());
        for (Object part : parts) {
            copy.add(part(part));
        }
        return Collections.unmodifiableList(copy);
    }

    private static @Nullable Object part(@Nullable Object part) {
        if (part == null) {
            return null;
        }
        if (part.getClass().isArray()) {
            throw QueryProblems.arrayInKey(part.getClass());
        }
        if (part instanceof List<?> list) {
            return copy(list);
        }
        if (part instanceof Set<?> set) {
            return Collections.unmodifiableSet(new LinkedHashSet<@Nullable Object>(copy(set)));
        }
        if (part instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(part(key), part(value)));
            return Collections.unmodifiableMap(copy);
        }
        return part;
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
