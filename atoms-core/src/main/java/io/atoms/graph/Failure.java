package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/** The value of a node whose function threw. Two failures are the same if the error is the same instance. */
public final class Failure {

    /** What was thrown. */
    public final Throwable error;

    Failure(Throwable error) {
        this.error = error;
    }

    /** Returns the value, or throws the error if it is a failure: the same instance, checked or not. */
    static @Nullable Object unwrap(@Nullable Object value) {
        if (value instanceof Failure failure) {
            throw sneaky(failure.error);
        }
        return value;
    }

    /** Throws any error as it is. The return type lets the caller write {@code throw sneaky(e)}. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneaky(Throwable error) throws X {
        throw (X) error;
    }
}
