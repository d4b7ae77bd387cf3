package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * Lets effects take their turns without a lock session each. When a commit has queued effects and nobody drains, the
 * committing thread claims the drain while it still holds the lock, and pins the view that effects read with at the new
 * epoch. An effect that the commit found dirty then runs without the lock, as long as that epoch is the last one. If it
 * read the same dependencies as before, nothing has to be linked, and its end is left here, to be recorded by whoever
 * takes the lock next.
 *
 * Until its end is recorded an effect counts as queued, so a commit that reaches it leaves it alone. Such a commit,
 * after its publication, records the ends that are here; the drain, after it has left its last end, looks at the epoch.
 * Both have a full fence in between (the drain's is its giving up of the counter), so at least one of the two sees the
 * other (Dekker's argument): the end is recorded, and the effect is queued again if what it read has changed.
 *
 * The drain appends ends; the holder of the lock takes them, and makes room again when the drain is through.
 */
final class EffectTurns {

    private static final Effect[] NOBODY = {};

    /** How many there is room for at first. */
    private static final int CAPACITY = 2;

    /** So many ends are left at most before the drain takes the lock. */
    private static final int LIMIT = 1 << 12;

    private static final VarHandle COUNT;
    private static final VarHandle OPEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            COUNT = lookup.findVarHandle(EffectTurns.class, "count", int.class);
            OPEN = lookup.findVarHandle(EffectTurns.class, "open", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Graph graph;

    /** Effects whose run has ended. Elements below {@link #count} were written by the drain. */
    private Effect[] ended = NOBODY;

    /**
     * How many ends the drain has left. Written with release by the drain, and by the holder of the lock while it is not
     * open; read by the latter with acquire.
     */
    private int count;

    /** How many of them are recorded. Guarded by the lock. */
    private int recorded;

    /**
     * The drain may begin and end runs. Written with release by the drain: to true under the lock, to false without;
     * read by the holder of the lock with acquire.
     */
    private boolean open;

    EffectTurns(Graph graph) {
        this.graph = graph;
    }

    /** Pins the effects' view at the last commit. Under the lock, by the owner of the drain. */
    void open() {
        open(count == ended.length ? Math.max(CAPACITY, 2 * count) : 0);
    }

    /** As {@link #open()}, with room for so many ends. */
    void open(int room) {
        if (recorded == count) {
            recorded = 0;
            count = 0;
            int length = Math.min(room, LIMIT);
            if (ended.length < length) {
                ended = new Effect[length];
            }
        }
        graph.pinEffectView();
        OPEN.setRelease(this, true);
    }

    /** Whether the effect may run now; by the drain, without the lock. */
    boolean begin(Effect effect) {
        if (!open || !effect.mayRunFreely() || count == ended.length) {
            return false;
        }
        if (graph.effectView().epoch() != graph.committedAcquire()) {
            return false;
        }
        effect.dirty = false;
        return true;
    }

    /** Leaves the end of a run to be recorded; by the drain, without the lock. False if it has to be done now. */
    boolean end(Effect effect) {
        int place = count;
        if (!open || place == ended.length || effect.isDisposed()) {
            return false;
        }
        ended[place] = effect;
        COUNT.setRelease(this, place + 1);
        return true;
    }

    /** The drain is through; by the drain, while it still owns the drain. Tells whether it has left ends. */
    boolean close() {
        if (!open) {
            return false;
        }
        boolean left = count > 0;
        OPEN.setRelease(this, false);
        return left;
    }

    /**
     * Whether there has been a commit since the ends were left, so that they have to be recorded now. After a full fence
     * that followed {@link #close}. If another thread has opened again, it has recorded them.
     */
    boolean overtaken() {
        return graph.effectView().epoch() != graph.committedAcquire();
    }

    /** Records the ends that are here. Under the lock, and not while a function runs. */
    @SuppressWarnings("NullAway") // the freed elements of a non-null array
    void record() {
        boolean through = !(boolean) OPEN.getAcquire(this);
        int end = (int) COUNT.getAcquire(this);
        while (recorded < end) {
            Effect effect = ended[recorded];
            ended[recorded++] = null;
            record(effect);
        }
        if (through) {
            recorded = 0;
            count = 0;
            graph.effectView().rebase(Long.MAX_VALUE);
        }
    }

    /** After the publication of a commit that left queued effects alone. Under the lock. */
    void recordAfterPublication() {
        VarHandle.fullFence();
        if (graph.effectViewPinned()) {
            record();
        }
    }

    private void record(Effect effect) {
        if (graph.counting) {
            effect.countRun(false);
        }
        effect.queued = false;
        if (graph.effectView().epoch() != graph.committed() && !effect.isDisposed() && mayBeStale(effect)) {
            effect.queued = true;
            Round again = new Round(0);
            again.run(effect);
            graph.drain.enqueue(again);
        }
    }

    /** What is not known to be current is checked when it is the effect's turn. */
    private boolean mayBeStale(Effect effect) {
        return effect.firstSuspect(0, graph.committed()) < effect.dependencyCount;
    }
}
