package io.atoms;

import org.jspecify.annotations.Nullable;

/** The one place where untyped values of the graph become values of an atom's type again. */
final class Values {

    private Values() {}

    /**
     * The graph gives back, for an atom, only what that atom's initial value, read function or writers gave it, so the
     * cast is right; and null only where the type admits it.
     */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    static <T extends @Nullable Object> T cast(@Nullable Object value) {
        return (T) value;
    }
}
