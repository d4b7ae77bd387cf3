package io.atoms.samples.board.server;

import io.atoms.samples.board.model.Change;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Lane;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import io.atoms.samples.board.model.TaskEvent;
import io.atoms.samples.board.model.TaskPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * The tasks as the server has them: what is true. It keeps all versions of each, and all edits that it has made, so that
 * it can be asked afterwards.
 *
 * <p><b>Threads.</b> Any; each method is one step.
 */
public final class TaskTable {

    /** All versions of each task, the first one first; tasks are never removed. */
    private final List<List<Task>> tasks = new ArrayList<>();

    private final Map<String, Task> madeByKey = new HashMap<>();
    private final List<Made> made = new ArrayList<>();
    private final Map<Integer, Change> interferences = new HashMap<>();
    private final Set<FluxSink<TaskEvent>> listeners = new LinkedHashSet<>();
    private long sequence;

    /**
     * An edit that was made.
     *
     * @param key the idempotency key that it was asked for by
     * @param edit what was asked for
     * @param task what it made of the task
     */
    public record Made(String key, Edit edit, Task task) {}

    /** A table of so many tasks. */
    public TaskTable(int size) {
        for (int i = 0; i < size; i++) {
            add(Titles.of(i));
        }
    }

    // ---- asking ----

    /** All tasks, the newest first. */
    public synchronized List<Task> all() {
        List<Task> all = new ArrayList<>(tasks.stream().map(TaskTable::last).toList());
        Collections.reverse(all);
        return all;
    }

    /** A version of a task, if there was one. */
    public synchronized Optional<Task> version(int id, int version) {
        boolean known = id >= 1
                && id <= tasks.size()
                && version >= 1
                && version <= versions(id).size();
        return known ? Optional.of(versions(id).get(version - 1)) : Optional.empty();
    }

    /** All edits that were made, in their order. */
    public synchronized List<Made> made() {
        return List.copyOf(made);
    }

    /** So many tasks that are older than the one with this id. */
    synchronized TaskPage page(int before, int size) {
        List<Task> older = all().stream().filter(task -> task.id() < before).toList();
        List<Task> page = List.copyOf(older.subList(0, Math.min(size, older.size())));
        return new TaskPage(page, older.size() > size, sequence);
    }

    /** All about a task, if there is one. */
    synchronized Optional<TaskDetail> detail(int id) {
        return version(id, id >= 1 && id <= tasks.size() ? versions(id).size() : 0)
                .map(task -> new TaskDetail(
                        task, "Task " + id + " was added to the board as \"" + Titles.of(id - 1) + "\"."));
    }

    /** What happens from its subscription on. */
    Flux<TaskEvent> events() {
        return Flux.create(this::listen);
    }

    private synchronized void listen(FluxSink<TaskEvent> listener) {
        listeners.add(listener);
        listener.onDispose(() -> forget(listener));
    }

    private synchronized void forget(FluxSink<TaskEvent> listener) {
        listeners.remove(listener);
    }

    // ---- changing ----

    /** A new task. */
    synchronized Task add(String title) {
        Task task = new Task(tasks.size() + 1, title, Lane.TODO, 1);
        tasks.add(new ArrayList<>());
        return put(task);
    }

    /** A change by somebody who looks at the table itself, and so can't be in conflict. */
    public synchronized Task change(int id, Change change) {
        return put(last(versions(id)).next(change));
    }

    /** Somebody makes a change of the task right before the next edit of it. */
    public synchronized void interfere(int task, Change change) {
        interferences.put(task, change);
    }

    /** Makes an edit, unless it was made for the same key before. */
    synchronized Answer edit(String key, Edit edit) {
        Task before = madeByKey.get(key);
        if (before != null) {
            return new Answer.Made(before);
        }
        if (edit.change().title().filter(String::isBlank).isPresent()) {
            return new Answer.Refused("a task needs a title");
        }
        Change interference = interferences.remove(edit.task());
        if (interference != null) {
            change(edit.task(), interference);
        }
        Task current = last(versions(edit.task()));
        return current.version() == edit.before().version() ? make(key, edit, current) : new Answer.Conflict(current);
    }

    private Answer make(String key, Edit edit, Task current) {
        Task task = put(current.next(edit.change()));
        madeByKey.put(key, task);
        made.add(new Made(key, edit, task));
        return new Answer.Made(task);
    }

    private Task put(Task task) {
        versions(task.id()).add(task);
        TaskEvent event = new TaskEvent(++sequence, task);
        List.copyOf(listeners).forEach(listener -> listener.next(event)); // one may leave while it is told
        return task;
    }

    private List<Task> versions(int id) {
        return tasks.get(id - 1);
    }

    private static Task last(List<Task> versions) {
        return versions.get(versions.size() - 1);
    }
}
