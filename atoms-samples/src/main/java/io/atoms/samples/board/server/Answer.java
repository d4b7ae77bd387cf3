package io.atoms.samples.board.server;

import io.atoms.samples.board.model.Task;

/** What becomes of an edit that a user asks for. */
sealed interface Answer {

    /** It was made, by this request or by an earlier one with the same key; this is what it made of the task. */
    record Made(Task task) implements Answer {}

    /** The user has not seen what others have made of the task: this. */
    record Conflict(Task task) implements Answer {}

    /** It must not be. */
    record Refused(String reason) implements Answer {}
}
