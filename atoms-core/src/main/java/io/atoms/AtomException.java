package io.atoms;

/**
 * The root of the exceptions that the library itself throws. Errors of user functions are never wrapped in one, except
 * by {@link WriteRefusedException}. The message names the atom or store and the remedy; all are listed in
 * {@code docs/reference/errors.md}.
 */
public abstract class AtomException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** The stable code. */
    private final String code;

    AtomException(Messages message, Object... arguments) {
        super(message.format(arguments));
        this.code = message.code();
    }

    /** The stable code of the message, such as {@code ATOMS-001}. */
    public final String code() {
        return code;
    }
}
