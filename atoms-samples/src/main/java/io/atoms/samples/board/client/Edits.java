package io.atoms.samples.board.client;

import io.atoms.samples.board.model.Change;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** What has become of the edits of this user, as far as he has been told. */
public final class Edits {

    private final Map<Integer, State> states = new ConcurrentSkipListMap<>();

    /** How far an edit is. */
    public enum Phase {
        /** It was not answered. */
        PENDING,
        /** The server has made it. */
        MADE,
        /** The server has refused it. */
        REFUSED
    }

    /**
     * What has become of an edit.
     *
     * @param number its number
     * @param task the id of its task
     * @param asked what was asked for: first by the user, then by each merge
     * @param phase how far it is
     * @param version the version of the task that the server has made of it, if it has
     */
    public record State(int number, int task, List<Change> asked, Phase phase, int version) {

        /** Whether a task has what was asked for. */
        public boolean isIn(Task other) {
            return phase == Phase.MADE && other.version() >= version;
        }

        State with(Phase next, int made) {
            return new State(number, task, asked, next, made);
        }

        State asking(Change change) {
            List<Change> more = new ArrayList<>(asked);
            more.add(change);
            return new State(number, task, List.copyOf(more), phase, version);
        }
    }

    /** All edits, the oldest first. */
    public List<State> all() {
        return List.copyOf(states.values());
    }

    /** Whether an edit is so far. */
    public boolean is(int number, Phase phase) {
        State state = states.get(number);
        return state != null && state.phase() == phase;
    }

    /** Whether the user waits for an answer about this task. */
    public boolean isPending(int task) {
        return states.values().stream().anyMatch(state -> state.task() == task && state.phase() == Phase.PENDING);
    }

    /** An edit was asked for, by the user or again by a merge. */
    public void asked(Edit edit) {
        states.merge(
                edit.number(),
                new State(edit.number(), edit.task(), List.of(edit.change()), Phase.PENDING, 0),
                (before, now) -> before.asking(edit.change()));
    }

    /** The server has made an edit, and this of the task. */
    public void made(Edit edit, Task task) {
        set(edit, state -> state.with(Phase.MADE, task.version()));
    }

    /** The server has refused an edit. */
    public void refused(Edit edit) {
        set(edit, state -> state.with(Phase.REFUSED, 0));
    }

    private void set(Edit edit, UnaryOperator<State> change) {
        states.computeIfPresent(edit.number(), (number, state) -> change.apply(state));
    }

    /** A task as the user wants it: with the edit, unless the server has it in this version. */
    Task show(Edit edit, Task task) {
        State state = states.get(edit.number());
        boolean done = task.id() != edit.task() || (state != null && state.isIn(task));
        return done ? task : task.with(edit.change());
    }
}
