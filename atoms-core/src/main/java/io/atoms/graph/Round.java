package io.atoms.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one commit, or one subscription, disposal or effect, has to have run after the lock is released. */
final class Round {

    /** One thing to run. */
    interface Note {
        /** The order of registration. */
        long number();

        /** Returns false if it could not begin without waiting, and has to be tried again. */
        boolean run(Drain drain);
    }

    private record Change(
            Watcher watcher,
            @Nullable Object previous,
            @Nullable Object current) implements Note {
        @Override
        public long number() {
            return watcher.number;
        }

        @Override
        public boolean run(Drain drain) {
            drain.attempt("listener of ", watcher.node, () -> watcher.tell(previous, current));
            return true;
        }
    }

    private record Task(String source, Runnable runnable) implements Note {
        @Override
        public long number() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean run(Drain drain) {
            drain.attempt(source, null, runnable);
            return true;
        }
    }

    /** How many commits of listeners and effects led here. */
    final int depth;

    private final List<Note> notes = new ArrayList<>();

    private @Nullable Runnable events;

    private boolean unsorted;

    /** The first note that has not run, once mounts are done. Owned by the drain. */
    private int next = -1;

    Round(int depth) {
        this.depth = depth;
    }

    void tell(Watcher watcher, @Nullable Object previous, @Nullable Object current) {
        add(new Change(watcher, previous, current));
    }

    void run(Effect effect) {
        add(effect);
    }

    Note task(String source, Runnable runnable) {
        Task task = new Task(source, runnable);
        add(task);
        return task;
    }

    /** Takes back a note of a transaction that is rolled back. */
    void withdraw(Note note) {
        for (int i = notes.size() - 1; i >= 0; i--) {
            if (notes.get(i) == note) {
                notes.remove(i);
                return;
            }
        }
    }

    /** What observers of the graph are told before anything else runs. */
    void events(@Nullable Runnable events) {
        this.events = events;
    }

    private void add(Note note) {
        if (!notes.isEmpty() && notes.get(notes.size() - 1).number() > note.number()) {
            unsorted = true;
        }
        notes.add(note);
    }

    boolean isEmpty() {
        return notes.isEmpty() && events == null;
    }

    /** Runs what has not run yet; false if something could not be run without waiting. */
    boolean run(Drain drain) {
        if (events != null) {
            Runnable told = events;
            events = null;
            drain.attempt("store observer", null, told);
        }
        if (!drain.mounts()) {
            return false;
        }
        if (next < 0) {
            next = 0;
            if (unsorted) {
                notes.sort(Comparator.comparingLong(Note::number));
            }
        }
        while (next < notes.size() && notes.get(next).run(drain)) {
            next++;
        }
        return next == notes.size();
    }
}
