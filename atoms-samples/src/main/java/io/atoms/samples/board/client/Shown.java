package io.atoms.samples.board.client;

import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import java.util.List;
import java.util.Optional;

/**
 * What is on the screen.
 *
 * @param tasks the list, as far as it was scrolled
 * @param more whether there is more to scroll to
 * @param detail the details that are open
 * @param saving how many edits are not answered
 */
public record Shown(List<Task> tasks, boolean more, Optional<Detail> detail, int saving) {

    /**
     * Details that are open.
     *
     * @param data the details
     * @param complete whether they are the server's; else they are what the list has
     */
    public record Detail(TaskDetail data, boolean complete) {}
}
