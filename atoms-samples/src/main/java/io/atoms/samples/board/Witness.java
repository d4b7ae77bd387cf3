package io.atoms.samples.board;

import io.atoms.samples.board.client.Edits;
import io.atoms.samples.board.client.Edits.Phase;
import io.atoms.samples.board.client.Edits.State;
import io.atoms.samples.board.client.Shown;
import io.atoms.samples.board.model.Change;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.server.TaskTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at each state of the screen, and says what is wrong with it.
 *
 * <ul>
 *   <li>The list is in falling order of ids, so no task is in it twice. None leaves it but at its end, where there is more
 *       to scroll to: as many pages as before may begin higher up when they are fetched again.
 *   <li>The version of a task never goes back.
 *   <li>Each task is what the server had made of it in this version, with the edits that the user waits for, and no other.
 *       An edit that was shown is shown until the server has answered. If it was made, it is in each version from then on;
 *       if it was refused, it leaves the screen and does not come back.
 * </ul>
 *
 * <p><b>Threads.</b> Any, one at a time.
 */
final class Witness {

    private final TaskTable truth;
    private final Edits edits;
    private final View list = new View("list");
    private final View detail = new View("detail");
    private final List<String> problems = new ArrayList<>();
    private List<Task> before = List.of();
    private int states;

    Witness(TaskTable truth, Edits edits) {
        this.truth = truth;
        this.edits = edits;
    }

    /** What was wrong so far. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many states it has seen. */
    synchronized int states() {
        return states;
    }

    /** Whether this edit was on the screen, over the server's version of the task. */
    synchronized boolean hasSeen(int edit) {
        return list.shown.contains(edit) || detail.shown.contains(edit);
    }

    synchronized void see(Shown shown) {
        states++;
        checkList(shown.tasks(), shown.more());
        shown.tasks().forEach(list::check);
        shown.detail().ifPresent(open -> detail.check(open.data().task()));
        before = shown.tasks();
    }

    private void checkList(List<Task> tasks, boolean more) {
        for (int i = 1; i < tasks.size(); i++) {
            if (tasks.get(i).id() >= tasks.get(i - 1).id()) {
                problem("the list has " + tasks.get(i - 1) + " before " + tasks.get(i));
            }
        }
        Set<Integer> ids = new HashSet<>(tasks.stream().map(Task::id).toList());
        int last = more && !tasks.isEmpty() ? tasks.get(tasks.size() - 1).id() : 0;
        before.stream()
                .filter(task -> task.id() >= last && !ids.contains(task.id()))
                .forEach(task -> problem(task + " is no longer in the list"));
    }

    private void problem(String text) {
        problems.add("state " + states + ": " + text);
    }

    /** A possible explanation of what is shown: a version of the server, with some edits. */
    private record Explanation(Task task, Set<Integer> edits) {
        Explanation with(State edit, Change change) {
            Set<Integer> more = new HashSet<>(edits);
            more.add(edit.number());
            return new Explanation(task.with(change), more);
        }
    }

    /** A part of the screen. */
    private final class View {
        final String name;
        final Map<Integer, Integer> versions = new HashMap<>();

        /** The edits that were certainly shown here. */
        final Set<Integer> shown = new HashSet<>();

        /** Those that were answered, and not shown any more. */
        final Set<Integer> gone = new HashSet<>();

        View(String name) {
            this.name = name;
        }

        void check(Task task) {
            int version = versions.getOrDefault(task.id(), 0);
            if (task.version() < version) {
                problem("the " + name + " goes back from version " + version + " to " + task);
            }
            versions.put(task.id(), task.version());
            List<State> concerned = edits.all().stream()
                    .filter(edit -> edit.task() == task.id())
                    .toList();
            List<Explanation> explanations = explanations(task, concerned);
            if (explanations.isEmpty()) {
                problem("the " + name + " shows " + task + "; the server had "
                        + truth.version(task.id(), task.version()) + ", and the edits are " + concerned);
            } else {
                concerned.forEach(edit -> note(edit, task, explanations));
            }
        }

        private List<Explanation> explanations(Task task, List<State> concerned) {
            Optional<Task> base = truth.version(task.id(), task.version());
            List<Explanation> all = base.map(server -> new Explanation(server, Set.of())).stream()
                    .toList();
            for (State edit : concerned) {
                all = all.stream().flatMap(each -> choices(each, edit)).toList();
            }
            return all.stream().filter(each -> each.task().equals(task)).toList();
        }

        private Stream<Explanation> choices(Explanation without, State edit) {
            Stream<Explanation> with = edit.asked().stream().map(change -> without.with(edit, change));
            boolean answered = isAnswered(edit, without.task());
            return Stream.concat(
                    answered || !shown.contains(edit.number()) ? Stream.of(without) : Stream.empty(),
                    answered && gone.contains(edit.number()) ? Stream.empty() : with);
        }

        private void note(State edit, Task task, List<Explanation> explanations) {
            if (explanations.stream().allMatch(each -> each.edits().contains(edit.number()))) {
                shown.add(edit.number());
            } else if (isAnswered(edit, task)
                    && explanations.stream().noneMatch(each -> each.edits().contains(edit.number()))) {
                gone.add(edit.number());
            }
        }

        /** Whether the server has said what becomes of the edit, in this version of the task. */
        private boolean isAnswered(State edit, Task task) {
            return edit.phase() == Phase.REFUSED || edit.isIn(task);
        }
    }
}
