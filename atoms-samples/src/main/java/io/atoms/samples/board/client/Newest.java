package io.atoms.samples.board.client;

import io.atoms.query.InfiniteData;
import io.atoms.query.StructuralSharing;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import io.atoms.samples.board.model.TaskPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Puts data of the server into the cache, and never an older version of a task over a newer one. Answers and live updates
 * overtake each other: a list that was read before a change may arrive after the news of it.
 */
final class Newest implements StructuralSharing {

    private final StructuralSharing equalParts = StructuralSharing.elements();

    @Override
    @SuppressWarnings("unchecked") // each case gives what it was given
    public <T> T share(T before, T now) {
        Object newest = now;
        if (before instanceof TaskDetail old && now instanceof TaskDetail detail) {
            newest = detail.with(detail.task().orNewer(old.task()));
        } else if (before instanceof InfiniteData<?, ?> old && now instanceof InfiniteData<?, ?> pages) {
            newest = merge((InfiniteData<TaskPage, Integer>) old, (InfiniteData<TaskPage, Integer>) pages);
        }
        return equalParts.share(before, (T) newest);
    }

    /** The oldest first, since a task that is newer than all that are there goes on top of them. */
    private static InfiniteData<TaskPage, Integer> merge(
            InfiniteData<TaskPage, Integer> before, InfiniteData<TaskPage, Integer> now) {
        List<Task> tasks = new ArrayList<>(Pages.tasks(before));
        Collections.reverse(tasks);
        InfiniteData<TaskPage, Integer> merged = now;
        for (Task task : tasks) {
            merged = Pages.place(merged, task);
        }
        return merged;
    }
}
