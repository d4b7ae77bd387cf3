package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A vertex of the graph: the value of one definition in one graph. It <em>is</em> the weak reference to its
 * definition, which saves an object per node; an observed node refers to it strongly through {@link #observers}.
 *
 * <p>Two slots hold the newest value and the one before it. {@link #stamp} packs the tick at which the newest value was
 * assigned, whether the older value was valid at the commit before that tick, and which slot is the newest. Writers
 * fill the older slot and then publish the stamp, so a reader of epoch {@code e} finds its value without a lock: the
 * newest if its tick is not above {@code e}, else the other. The protocol with its proof is
 * {@code docs/architecture/publication.md}.
 *
 * <p>Written under the graph's lock only. Slots and stamp are written with release and read by lock-free readers with
 * acquire; the holder of the lock reads them plainly.
 */
abstract class Node extends WeakReference<Definition> {

    static final VarHandle STAMP;
    private static final VarHandle SLOT0;
    private static final VarHandle SLOT1;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STAMP = lookup.findVarHandle(Node.class, "stamp", long.class);
            SLOT0 = lookup.findVarHandle(Node.class, "slot0", Object.class);
            SLOT1 = lookup.findVarHandle(Node.class, "slot1", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int TICK_SHIFT = 2;
    private static final long PREVIOUS_VALID = 2;
    private static final long NEWEST = 1;

    @Nullable
    Object slot0;

    @Nullable
    Object slot1;

    long stamp;

    /** Who observes this node; null if nobody does. Guarded by the lock. */
    @Nullable
    Observers observers;

    /** The run that tracked this node last, see {@link Tracking}. Guarded by the lock. */
    int mark;

    final int hash;

    Node(@Nullable Definition definition, @Nullable ReferenceQueue<Definition> queue, int hash) {
        super(definition, queue);
        this.hash = hash;
    }

    static long tick(long stamp) {
        return stamp >>> TICK_SHIFT;
    }

    static boolean previousValid(long stamp) {
        return (stamp & PREVIOUS_VALID) != 0;
    }

    /** The tick of the newest value. For the holder of the lock. */
    final long tick() {
        return stamp >>> TICK_SHIFT;
    }

    /** The newest value. For the holder of the lock. */
    final @Nullable Object newest() {
        return (stamp & NEWEST) == 0 ? slot0 : slot1;
    }

    /** The value before the newest. For the holder of the lock. */
    final @Nullable Object previous() {
        return (stamp & NEWEST) == 0 ? slot1 : slot0;
    }

    final long stampAcquire() {
        return (long) STAMP.getAcquire(this);
    }

    final @Nullable Object newestAcquire(long stamp) {
        return (stamp & NEWEST) == 0 ? SLOT0.getAcquire(this) : SLOT1.getAcquire(this);
    }

    final @Nullable Object previousAcquire(long stamp) {
        return (stamp & NEWEST) == 0 ? SLOT1.getAcquire(this) : SLOT0.getAcquire(this);
    }

    /** Fills the older slot and makes it the newest. */
    final void alternate(@Nullable Object value, long tick, boolean previousValid) {
        long newest = (stamp & NEWEST) ^ NEWEST;
        fill(newest, value);
        STAMP.setRelease(this, (tick << TICK_SHIFT) | (previousValid ? PREVIOUS_VALID : 0) | newest);
    }

    /** Replaces the newest value, which no reader has seen yet, under a new tick. */
    final void overwrite(@Nullable Object value, long tick) {
        fill(stamp & NEWEST, value);
        STAMP.setRelease(this, (tick << TICK_SHIFT) | (stamp & (PREVIOUS_VALID | NEWEST)));
    }

    /** Goes back to an earlier stamp whose newest value is still in its slot; drops the value given up. */
    final void revert(long earlier) {
        long dropped = stamp & NEWEST;
        STAMP.setRelease(this, earlier);
        if (dropped != (earlier & NEWEST)) {
            fill(dropped, null);
        }
    }

    /** Puts back a newest value and its stamp, which no reader has seen yet. */
    final void restore(@Nullable Object value, long earlier) {
        fill(earlier & NEWEST, value);
        STAMP.setRelease(this, earlier);
    }

    /** Not by a handle chosen at run time: only constant ones are compiled to a store. */
    private void fill(long slot, @Nullable Object value) {
        if (slot == 0) {
            SLOT0.setRelease(this, value);
        } else {
            SLOT1.setRelease(this, value);
        }
    }

    /** The definition, if it has not been collected. */
    final @Nullable Definition definition() {
        return observers != null ? observers.definition : get();
    }

    final boolean observed() {
        return observers != null;
    }
}
