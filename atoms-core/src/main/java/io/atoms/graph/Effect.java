package io.atoms.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dependent without a value that runs user code, outside the lock, after commits that changed what it read. Its
 * dependencies are linked as long as it lives.
 */
public final class Effect extends Dependent implements Observer, Round.Note {

    /** The user code. */
    public interface Body {

        /** Called outside the lock, with what this run reads with. */
        void run(EffectRun run);
    }

    final Graph graph;
    final Definition label;
    final Body body;
    final long number;

    /** The effect in whose run this one was made. */
    final @Nullable Effect owner;

    /** In the queue, or about to be put there, or its end is still in {@link EffectTurns}. Guarded by the lock. */
    boolean queued;

    /** Found to have a changed dependency, or never run. Guarded by the lock, or owned by the drain while queued. */
    boolean dirty = true;

    /** The drain is inside its body, after a turn under the lock. Guarded by the lock. */
    boolean running;

    /**
     * The effects made in its last run, in order. Guarded by the lock; the drain, whose runs make them, looks whether
     * there are any.
     */
    private @Nullable List<Effect> children;

    /** To run before the next run and at disposal. Owned by the drain. */
    private @Nullable List<Runnable> cleanups;

    /** Its place in {@link Registry}, and so whether it is linked. Guarded by the lock. */
    private int place = -1;

    private volatile boolean disposed;

    Effect(Graph graph, Definition label, Body body, long number, @Nullable Effect owner) {
        super(null, null, 0);
        this.graph = graph;
        this.label = label;
        this.body = body;
        this.number = number;
        this.owner = owner;
    }

    /** Returns the value for its run; throws the error of a failed node. */
    public @Nullable Object read(Definition definition, boolean tracked) {
        checkRunning();
        return graph.drain.effectRun().read(this, definition, tracked);
    }

    /** Throws if it is not running, or not on this thread. */
    public void checkRunning() {
        if (graph.drain.runningEffect() != this) {
            throw graph.host.readerOutsideItsRun();
        }
    }

    /** Whether it can run without being checked, and ends nothing by that. For the drain. */
    boolean mayRunFreely() {
        return dirty && !disposed && children == null;
    }

    boolean hasChildren() {
        return children != null;
    }

    /** Ends the effect, and those made in its last run. */
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

    @Override
    boolean linked() {
        return place >= 0;
    }

    void adopt(Effect child) {
        if (children == null) {
            children = new ArrayList<>(2);
        }
        children.add(child);
    }

    void disown(Effect child) {
        if (children != null) {
            children.remove(child);
        }
    }

    List<Effect> takeChildren() {
        List<Effect> taken = children == null ? List.of() : children;
        children = null;
        return taken;
    }

    /** Registers what to do before the next run and at disposal. On the drain's thread, during the run. */
    public void onCleanup(Runnable cleanup) {
        if (cleanups == null) {
            cleanups = new ArrayList<>(2);
        }
        cleanups.add(cleanup);
    }

    List<Runnable> takeCleanups() {
        List<Runnable> taken = cleanups == null ? List.of() : cleanups;
        cleanups = null;
        return taken;
    }

    boolean hasCleanups() {
        return cleanups != null;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean run(Drain drain) {
        return drain.run(this);
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
