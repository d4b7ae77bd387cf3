package io.atoms.query;

import org.jspecify.annotations.Nullable;

/** Casts that the compiler can't check: what belongs to a key has the type of the key's data. */
final class Unchecked {

    private Unchecked() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    static <T extends @Nullable Object> T cast(@Nullable Object value) {
        return (T) value;
    }
}
