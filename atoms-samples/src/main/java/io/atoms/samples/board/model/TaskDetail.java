package io.atoms.samples.board.model;

/**
 * All about a task.
 *
 * @param task what the list shows of it
 * @param description what only this shows
 */
public record TaskDetail(Task task, String description) {

    /** With another task. */
    public TaskDetail with(Task other) {
        return new TaskDetail(other, description);
    }
}
