package io.atoms.samples.notes;

/** Something that the user can put right. The message is a sentence for the terminal. */
final class NotesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotesException(String message) {
        super(message);
    }

    NotesException(String message, Throwable cause) {
        super(message, cause);
    }
}
