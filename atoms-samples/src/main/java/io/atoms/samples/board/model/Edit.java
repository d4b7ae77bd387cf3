package io.atoms.samples.board.model;

/**
 * A change that a user asks the server for.
 *
 * @param number counts the edits of the user, from 1; for the logs
 * @param before the task as the user saw it
 * @param change what is to be different
 */
public record Edit(int number, Task before, Change change) {

    /** The id of the task. */
    public int task() {
        return before.id();
    }

    /** The same edit of what somebody else has made of the task. */
    public Edit merge(Task theirs) {
        return new Edit(number, theirs, change.merge(before, theirs));
    }

    @Override
    public String toString() {
        return "edit " + number + " of #" + task() + ": " + change;
    }
}
