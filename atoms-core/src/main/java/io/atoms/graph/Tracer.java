package io.atoms.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the graph does. Called under the lock, so it only takes notes; {@link #takeEvents} hands them out to be
 * delivered after the lock is released.
 */
public interface Tracer {

    /** A source that a commit changed. */
    record Written(
            Definition definition,
            @Nullable Object previous,
            @Nullable Object current) {}

    /** The lock was taken. */
    void locked();

    /** A node came to be. */
    void created(Definition definition);

    /** A function ran. */
    void recomputed(
            Definition definition,
            @Nullable Definition trigger,
            long nanos,
            boolean changed,
            @Nullable Throwable error);

    /** A commit is about to be published. */
    void committed(long epoch, String cause, List<Written> written);

    /** A node got its first observer. */
    void observed(Definition definition);

    /** A node lost its last observer. */
    void unobserved(Definition definition);

    /** Takes what is to be told of what was noted since the last call, in order. */
    List<Runnable> takeEvents();
}
