package io.atoms.samples.search;

import java.io.IOException;

/** The server did not answer the query. The message is for the user. */
final class SearchFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The server answered, but not with an answer. */
    SearchFailedException(int status) {
        super("the server answered " + status);
    }

    /** Nothing came. */
    SearchFailedException(IOException cause) {
        super("no answer came: " + cause, cause);
    }
}
