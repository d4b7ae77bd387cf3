package io.atoms.testing;

import io.atoms.AtomListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers what it was told, as {@code previous -> current} and {@code failed: error}. Safe for many threads.
 *
 * @param <T> the type of the value
 */
public final class RecordingListener<T> implements AtomListener<T> {
    private final List<String> told = new ArrayList<>();
    private final List<T> values = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    @Override
    public synchronized void changed(T previous, T current) {
        told.add(previous + " -> " + current);
        values.add(current);
    }

    @Override
    public synchronized void failed(Throwable error) {
        told.add("failed: " + error.getMessage());
        errors.add(error);
    }

    /** All calls. */
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    /** The current values of the calls of {@code changed}, which may be null. */
    public synchronized List<T> values() {
        return new ArrayList<>(values);
    }

    /** The errors. */
    public synchronized List<Throwable> errors() {
        return List.copyOf(errors);
    }
}
