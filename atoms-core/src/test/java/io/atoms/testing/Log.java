package io.atoms.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps, in order, what several listeners, effects and functions of one test did. Safe for many threads. */
public final class Log {
    private final List<String> lines = new ArrayList<>();

    /** Adds a line. */
    public synchronized void add(Object line) {
        lines.add(String.valueOf(line));
    }

    /** A listener that adds {@code name=value}. */
    public <T> Consumer<T> as(String name) {
        return value -> add(name + "=" + value);
    }

    /** A runnable that adds the line. */
    public Runnable line(String line) {
        return () -> add(line);
    }

    /** The lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines since the last call of this method. */
    public synchronized List<String> drain() {
        List<String> drained = List.copyOf(lines);
        lines.clear();
        return drained;
    }

    @Override
    public String toString() {
        return lines().toString();
    }
}
