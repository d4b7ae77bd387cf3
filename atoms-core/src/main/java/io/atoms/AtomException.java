package io.atoms;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of the exceptions that the library itself throws. Errors of user functions are never wrapped in one, except
 * by {@link WriteRefusedException}. The message names the atom or store and the remedy; all are listed in
 * {@code docs/reference/errors.md}. A library that builds on this one may derive its own exceptions from it.
 */
public abstract class AtomException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** The stable code. */
    private final String code;

    /**
     * For the exceptions of modules and libraries that build on this one.
     *
     * @param code a stable code of their own
     * @param message names the atom or store and the remedy
     * @param cause what led to it, or null
     */
    protected AtomException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    AtomException(Messages message, Object... arguments) {
        super(message.format(arguments));
        this.code = message.code();
    }

    /** {@return the stable code of the message, such as {@code ATOMS-001}} */
    public final String code() {
        return code;
    }
}
