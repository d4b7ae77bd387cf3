package io.atoms.utils;

import org.jspecify.annotations.Nullable;

/** The one place where null is given to a type parameter that admits it. */
final class Nulls {

    private Nulls() {}

    /** Null; for a {@code T} that admits it only. On JDK 17 NullAway does not know which ones do. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T extends @Nullable Object> T absent() {
        return (T) null;
    }
}
