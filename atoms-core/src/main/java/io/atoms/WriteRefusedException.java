package io.atoms;

/** A {@link WriteInterceptor} refused a write. The cause is what it threw. */
public final class WriteRefusedException extends AtomException {

    private static final long serialVersionUID = 1L;

    WriteRefusedException(String store, String atom, Throwable cause) {
        super(Messages.WRITE_REFUSED, store, atom, reason(cause));
        initCause(cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        String text = message == null ? cause.toString() : message;
        return text.endsWith(".") ? text : text + ".";
    }
}
