package io.atoms.graph;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the graph needs from whoever embeds it: facades for user code, errors in its words, hooks. */
public interface Host {

    /** Wraps a way to read into the reader that user code is given. */
    Object facade(Reads reads);

    /** May replace or refuse (by throwing) a value before it is written. Called under the lock. */
    @Nullable
    Object beforeWrite(Definition source, @Nullable Object present, @Nullable Object proposed);

    /** Runs user code when a mountable node became observed; returns the cleanup. Called outside the lock. */
    @Nullable
    Runnable mount(Definition definition);

    /** Whether the calling thread may wait for a lock. */
    boolean mayWait();

    /**
     * Takes an error of user code that ran outside the lock. Returns false if nobody handles it: then it is thrown to
     * whoever runs the drain.
     */
    boolean failed(String source, Throwable error);

    /** The error for a node that depends on itself; the path starts and ends with the same definition. */
    RuntimeException cycle(List<Definition> path);

    /** Whether an error is one made by {@link #cycle}. */
    boolean isCycle(Throwable error);

    /** The error for a write from inside a read function, equality or interceptor. */
    RuntimeException writeWhileComputing(@Nullable Definition running);

    /** The error for a reader that is used outside its time or on another thread. */
    RuntimeException readerOutsideItsRun();

    /** The error for a write to a store that was created before one whose transaction is open on this thread. */
    RuntimeException lockOrder(Host outer);

    /** The error for writes of listeners and effects that never settle. */
    RuntimeException unsettled(int rounds, Collection<String> names);

    /** The error for use after close. */
    RuntimeException closed();

    /** The error for use of a closed view. */
    RuntimeException viewClosed();

    /** The graph was closed. May be called more than once. Called outside the lock. */
    void ended();
}
