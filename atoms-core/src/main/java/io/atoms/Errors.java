package io.atoms;

/** Throws any error as it is. */
final class Errors {

    private Errors() {}

    /** Throws the error, checked or not; the return type lets the caller write {@code throw sneaky(e)}. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneaky(Throwable error) throws X {
        throw (X) error;
    }
}
