package io.atoms.samples.board.client;

/** The server answered a request, but not as it was asked to. */
public final class RequestFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    RequestFailedException(int status, String body) {
        super("the server answered " + status + ": " + body);
        this.status = status;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }
}
