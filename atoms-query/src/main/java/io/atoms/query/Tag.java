package io.atoms.query;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What data is about, so that a mutation can say what it changed without knowing the keys of the queries that show it.
 * A definition tells the tags of its data ({@link QueryDefinition#tags}), a mutation or {@link
 * QueryClient#invalidateTags} which of them are out of date.
 *
 * <p><b>Rules.</b> A tag with an id meets data that has exactly this tag. A tag without one meets all data with a tag of
 * the type, whatever its id.
 *
 * @param type such as {@code "user"}
 * @param id which one of the type, compared by {@code equals}; null for all of them
 */
public record Tag(String type, @Nullable Object id) {

    /**
     * Refuses a type that is null.
     *
     * @param type such as {@code "user"}
     * @param id which one of the type, compared by {@code equals}; null for all of them
     */
    public Tag {
        Objects.requireNonNull(type, "type");
    }

    /**
     * All of a type.
     *
     * @param type what it is a type of, such as {@code user}
     * @return the tag
     */
    public static Tag of(String type) {
        return new Tag(type, null);
    }

    /**
     * One of a type.
     *
     * @param type what it is a type of, such as {@code user}
     * @param id which one
     * @return the tag
     */
    public static Tag of(String type, Object id) {
        return new Tag(type, Objects.requireNonNull(id, "id"));
    }
}
