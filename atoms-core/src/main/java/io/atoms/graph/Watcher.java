package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/** A subscription: told of each commit that changed the value of one node. */
public final class Watcher implements Observer {

    /** What is called, outside the lock. */
    public interface Callback {

        /**
         * The value changed from {@code previous}, or from an error (then it is the last value before the error that
         * this watcher was told of or could have read, else null), to {@code current}.
         */
        void changed(@Nullable Object previous, @Nullable Object current);

        /** The value became an error. */
        void failed(Throwable error);

        /** The graph was closed. */
        void closed();
    }

    final Graph graph;
    final Node node;
    final Callback callback;
    final long number;

    /** Changes up to this tick were made before the subscription and are not told. */
    final long since;

    /** Its place among the watchers of the node. Guarded by the lock. */
    int index;

    /** Its place in {@link Registry}. Guarded by the lock. */
    private int place = -1;

    /** The last value before the node failed. Owned by the drain. */
    private @Nullable Object lastGood;

    private volatile boolean disposed;

    Watcher(Graph graph, Node node, Callback callback, long number, long since) {
        this.graph = graph;
        this.node = node;
        this.callback = callback;
        this.number = number;
        this.since = since;
    }

    /** Ends the subscription. */
    public void dispose() {
        disposed = true;
        graph.observing.dispose(this);
    }

    @Override
    public boolean isDisposed() {
        return disposed;
    }

    void markDisposed() {
        disposed = true;
    }

    /** What to report as previous if the value before the commit is not known. Before the watcher is told anything. */
    void startFrom(@Nullable Object value) {
        lastGood = value instanceof Failure ? null : value;
    }

    void tell(@Nullable Object previous, @Nullable Object current) {
        if (disposed) {
            return;
        }
        if (previous != Derived.UNSET && !(previous instanceof Failure)) {
            lastGood = previous;
        }
        if (current instanceof Failure failure) {
            callback.failed(failure.error);
        } else {
            Object before = lastGood;
            lastGood = null;
            callback.changed(before, current);
        }
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int place) {
        this.place = place;
    }
}
