package io.atoms.samples.board.client;

import io.atoms.query.InfiniteData;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskEvent;
import io.atoms.samples.board.model.TaskPage;
import java.util.List;
import java.util.Optional;

/** The pages of the list that are there, and what becomes of them. */
final class Pages {

    private Pages() {}

    static List<Task> tasks(InfiniteData<TaskPage, Integer> pages) {
        return pages.items(TaskPage::tasks);
    }

    static Optional<Task> find(InfiniteData<TaskPage, Integer> pages, int id) {
        return tasks(pages).stream().filter(task -> task.id() == id).findFirst();
    }

    /** With this version of a task, unless there is a newer one. A task that is not on these pages changes nothing. */
    static InfiniteData<TaskPage, Integer> place(InfiniteData<TaskPage, Integer> pages, Task task) {
        List<Task> all = tasks(pages);
        if (!all.isEmpty() && task.id() > all.get(0).id()) {
            TaskPage first = pages.firstPage();
            return pages.mapPages(page -> page.equals(first) ? page.under(task) : page);
        }
        return pages.mapPages(page -> page.map(each -> each.orNewer(task)));
    }

    /** With a live update, which may be in some of them already. */
    static InfiniteData<TaskPage, Integer> fold(InfiniteData<TaskPage, Integer> pages, TaskEvent event) {
        return place(pages, event.task()).mapPages(page -> page.since(event.sequence()));
    }

    /** The number of the last live update that all pages contain. */
    static long sequence(InfiniteData<TaskPage, Integer> pages) {
        return pages.pages().stream().mapToLong(TaskPage::sequence).min().orElse(0);
    }
}
