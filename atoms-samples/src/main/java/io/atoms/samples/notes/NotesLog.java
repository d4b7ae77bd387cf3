package io.atoms.samples.notes;

import io.atoms.samples.notes.LogEntry.Redo;
import io.atoms.samples.notes.LogEntry.Step;
import io.atoms.samples.notes.LogEntry.Undo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The entries of the log, taken together: a pure function of the entries in the order of their ids.
 *
 * @param ground the notes before the oldest of the steps
 * @param steps the last steps, at most {@value #LIMIT}, oldest first; the others can't be undone any more
 * @param lastPlace the place of the last entry
 * @param lastNumber the largest number that a note ever had; numbers are not used again
 */
record NotesLog(NotesState ground, List<Past> steps, long lastPlace, long lastNumber) {

    static final int LIMIT = 100;
    static final NotesLog EMPTY = new NotesLog(NotesState.EMPTY, List.of(), 0, 0);

    NotesLog {
        steps = List.copyOf(steps);
    }

    /** What became of a step. */
    enum Fate {
        DONE,
        UNDONE,
        /** Undone, and then something else was done. */
        DROPPED
    }

    record Past(Step step, Fate fate) {}

    /** With one more entry, which is later than all others. */
    NotesLog then(LogEntry entry) {
        List<Past> next = new ArrayList<>(steps);
        NotesState newGround = ground;
        long number = lastNumber;
        if (entry instanceof Step step) {
            next.replaceAll(past -> past.fate() == Fate.UNDONE ? new Past(past.step(), Fate.DROPPED) : past);
            next.add(new Past(step, Fate.DONE));
            number = Math.max(number, step.action().lastNumber());
            if (next.size() > LIMIT) {
                newGround = apply(newGround, next.remove(0));
            }
        } else if (entry instanceof Undo undo) {
            turn(next, undo.steps(), fate -> fate == Fate.DONE ? Fate.UNDONE : fate);
        } else if (entry instanceof Redo redo) {
            turn(next, redo.steps(), fate -> Fate.DONE);
        }
        return new NotesLog(newGround, next, Math.max(lastPlace, LogEntry.place(entry.id())), number);
    }

    private static void turn(List<Past> steps, Collection<String> ids, UnaryOperator<Fate> turn) {
        steps.replaceAll(
                past -> ids.contains(past.step().id()) ? new Past(past.step(), turn.apply(past.fate())) : past);
    }

    private static NotesState apply(NotesState notes, Past past) {
        return past.fate() == Fate.DONE
                ? past.step().action().applyTo(notes, past.step().at())
                : notes;
    }

    /** The notes after all that was done and not undone. */
    NotesState notes() {
        NotesState notes = ground;
        for (Past past : steps) {
            notes = apply(notes, past);
        }
        return notes;
    }

    /** What can be undone, the last first. */
    List<Step> undoable() {
        List<Step> done = with(Fate.DONE);
        Collections.reverse(done);
        return done;
    }

    /** What can be done again, that which was undone last first. */
    List<Step> redoable() {
        return with(Fate.UNDONE);
    }

    private List<Step> with(Fate fate) {
        List<Step> found = new ArrayList<>();
        for (Past past : steps) {
            if (past.fate() == fate) {
                found.add(past.step());
            }
        }
        return found;
    }
}
