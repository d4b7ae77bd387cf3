package io.atoms;

/** A store was used after {@link AtomStore#close}. */
public final class StoreClosedException extends AtomException {

    private static final long serialVersionUID = 1L;

    StoreClosedException(Messages message, Object... arguments) {
        super(message, arguments);
    }
}
