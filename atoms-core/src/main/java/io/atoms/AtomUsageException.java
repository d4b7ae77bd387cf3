package io.atoms;

/** The API was used in a way that can't work; the message tells the way that does. */
public final class AtomUsageException extends AtomException {

    private static final long serialVersionUID = 1L;

    AtomUsageException(Messages message, Object... arguments) {
        super(message, arguments);
    }
}
