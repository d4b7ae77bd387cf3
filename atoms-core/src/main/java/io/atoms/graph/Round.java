package io.atoms.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

    /** What one watcher is told. Used again, for a program that listens makes one per commit and listener. */
    private static final class Change implements Note {
        private @Nullable Watcher watcher;
        private @Nullable Object previous;
        private @Nullable Object current;

        void set(Watcher watcher, @Nullable Object previous, @Nullable Object current) {
            this.watcher = watcher;
            this.previous = previous;
            this.current = current;
        }

        @Override
        public long number() {
            return watcher().number;
        }

        @Override
        public boolean run(Drain drain) {
            drain.tell(watcher(), previous, current);
            return true;
        }

        private Watcher watcher() {
            return Objects.requireNonNull(watcher);
        }

        void forget() {
            watcher = null;
            previous = null;
            current = null;
        }
    }

    private record Cleanup(Effect effect) implements Note {
        @Override
        public long number() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean run(Drain drain) {
            drain.cleanUp(effect);
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
            drain.attempt(source, runnable);
            return true;
        }
    }

    /** A longer list of notes is not kept for the next round. */
    private static final int KEPT = 1 << 12;

    /** How many commits of listeners and effects led here. */
    private int depth;

    private final List<Note> notes = new ArrayList<>();

    /** All that were ever needed, those in use first. */
    private final List<Change> changes = new ArrayList<>(0);

    private int told;

    private List<Runnable> events = List.of();

    private boolean unsorted;

    private int effects;

    /** The first note that has not run, once mounts are done. Owned by the drain. */
    private int next = -1;

    Round() {}

    Round(int depth) {
        begin(depth);
    }

    void begin(int depth) {
        this.depth = depth;
    }

    int depth() {
        return depth;
    }

    /** Makes it as new, once it has run. Returns false if it is not worth keeping. */
    boolean clear() {
        boolean small = notes.size() <= KEPT;
        notes.clear();
        for (int i = 0; i < told; i++) {
            changes.get(i).forget();
        }
        told = 0;
        unsorted = false;
        effects = 0;
        next = -1;
        return small;
    }

    void tell(Watcher watcher, @Nullable Object previous, @Nullable Object current) {
        if (told == changes.size()) {
            changes.add(new Change());
        }
        Change change = changes.get(told++);
        change.set(watcher, previous, current);
        add(change);
    }

    void run(Effect effect) {
        add(effect);
        effects++;
    }

    /** How many effects it runs. */
    int effects() {
        return effects;
    }

    /** Runs the cleanups of an effect that has ended. */
    void cleanUp(Effect effect) {
        add(new Cleanup(effect));
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
    void events(List<Runnable> events) {
        this.events = events;
    }

    private void add(Note note) {
        if (!notes.isEmpty() && notes.get(notes.size() - 1).number() > note.number()) {
            unsorted = true;
        }
        notes.add(note);
    }

    boolean isEmpty() {
        return notes.isEmpty() && events.isEmpty();
    }

    /** Runs what has not run yet; false if something could not be run without waiting. */
    boolean run(Drain drain) {
        List<Runnable> told = events;
        events = List.of();
        for (Runnable event : told) {
            drain.attempt("store observer", event);
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
