package io.atoms.samples.board.client;

import io.atoms.samples.board.model.Task;

/** Somebody else has changed the task. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Task theirs;

    ConflictException(Task theirs) {
        super("somebody else has changed it to " + theirs);
        this.theirs = theirs;
    }

    /** What the task is now. */
    public Task theirs() {
        return theirs;
    }
}
