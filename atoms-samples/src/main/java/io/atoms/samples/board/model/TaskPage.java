package io.atoms.samples.board.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A part of the list of all tasks, in which the newest is the first.
 *
 * @param tasks in falling order of their ids
 * @param more whether there are older ones
 * @param sequence the number of the last {@link TaskEvent} that this contains
 */
public record TaskPage(List<Task> tasks, boolean more, long sequence) {

    /** What the next page is to come after; empty if there is none. */
    public Optional<Integer> next() {
        return more && !tasks.isEmpty()
                ? Optional.of(tasks.get(tasks.size() - 1).id())
                : Optional.empty();
    }

    /** With each task replaced. */
    public TaskPage map(UnaryOperator<Task> function) {
        return new TaskPage(tasks.stream().map(function).toList(), more, sequence);
    }

    /** With a newer task on top. */
    public TaskPage under(Task newer) {
        List<Task> all = new ArrayList<>(tasks);
        all.add(0, newer);
        return new TaskPage(List.copyOf(all), more, sequence);
    }

    /** As of a later event. */
    public TaskPage since(long event) {
        return new TaskPage(tasks, more, Math.max(sequence, event));
    }
}
