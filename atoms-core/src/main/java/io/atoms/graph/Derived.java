package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * A computed node. Its newest value is known to hold for the epochs from {@link #validFrom} to {@link #validUntil}, both
 * included. {@code validUntil} is the only mark there is: an observed node is {@link #CURRENT} until a write that
 * reaches it sets it back to the last commit; an unobserved one holds the tick at which it was last computed or checked.
 *
 * <p>Writers set {@code validFrom} before {@code validUntil}, and readers read them the other way round, so that no
 * reader pairs a new end with an old beginning.
 */
final class Derived extends Dependent implements Transaction.Undo {

    /** The {@link #validUntil} of an observed node that no write has reached. */
    static final long CURRENT = Long.MAX_VALUE;

    /** The value of a node that was never computed. */
    static final Object UNSET = new Object();

    private static final VarHandle FROM;
    private static final VarHandle UNTIL;
    private static final VarHandle RUNS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FROM = lookup.findVarHandle(Derived.class, "validFrom", long.class);
            UNTIL = lookup.findVarHandle(Derived.class, "validUntil", long.class);
            RUNS = lookup.findVarHandle(Derived.class, "runs", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    long validFrom;

    long validUntil = -1;

    /** Odd while dependencies are being replaced, even otherwise: a sequence lock for {@link Validation}. */
    int runs;

    /** Its place on the path of the present demand, from 1; 0 while it is not being checked or run. Under the lock. */
    int level;

    /** Among those that {@link Lifecycles} has noted. Guarded by the lock. */
    boolean noted;

    /** Was once found on a cycle, so its dependents may keep each other observed. Guarded by the lock. */
    boolean cyclic;

    Derived(Definition definition, @Nullable ReferenceQueue<Definition> queue) {
        super(definition, queue, definition.hash);
        slot0 = UNSET;
    }

    /** Whether the newest value is known to hold at the epoch. For the holder of the lock. */
    boolean validAt(long epoch) {
        return validFrom <= epoch && epoch <= validUntil;
    }

    /** Takes back a mark: the node was current. */
    @Override
    public void undo(Graph graph) {
        validUntil(Transaction.takenBack(this, CURRENT, graph.now()));
    }

    /** Whether nobody has the definition any more, so that the value can never be computed again. */
    boolean collected() {
        Definition definition = definition();
        return definition == null || definition instanceof Edges.Orphan;
    }

    @Override
    boolean linked() {
        return observers != null;
    }

    void validFrom(long tick) {
        FROM.setRelease(this, tick);
    }

    void validUntil(long tick) {
        UNTIL.setRelease(this, tick);
    }

    /** To be called before dependencies are replaced; see {@link Validation} for the other side. */
    void beginReplacing() {
        RUNS.setOpaque(this, runs + 1);
        VarHandle.storeStoreFence();
    }

    void endReplacing() {
        RUNS.setRelease(this, runs + 1);
    }

    /** What {@link #read} returns when the value of this epoch is not at hand. */
    static final Object MISS = new Object();

    /** The value as of the last commit, or {@link #MISS}; for any thread, without a lock. */
    @Nullable
    Object read(Graph graph) {
        while (true) {
            long epoch = graph.committedAcquire();
            long stamp = stampAcquire();
            boolean hit;
            Object value;
            if (tick(stamp) <= epoch) {
                long until = untilAcquire();
                long from = fromAcquire();
                hit = from <= epoch && epoch <= until;
                value = newestAcquire(stamp);
            } else {
                hit = previousValid(stamp);
                value = previousAcquire(stamp);
            }
            if (graph.committedAcquire() == epoch && stampAcquire() == stamp) {
                return hit ? value : MISS;
            }
        }
    }

    /** The value as of an earlier epoch if it is the newest one, or {@link #MISS}; for any thread, without a lock. */
    @Nullable
    Object readAsOf(long epoch) {
        long stamp = stampAcquire();
        if (tick(stamp) > epoch) {
            return MISS;
        }
        long until = untilAcquire();
        long from = fromAcquire();
        Object value = newestAcquire(stamp);
        return from <= epoch && epoch <= until && stampAcquire() == stamp ? value : MISS;
    }

    /** The end of the known validity, to be read before {@link #fromAcquire}. */
    long untilAcquire() {
        return (long) UNTIL.getAcquire(this);
    }

    long fromAcquire() {
        return (long) FROM.getAcquire(this);
    }

    int runsAcquire() {
        return (int) RUNS.getAcquire(this);
    }
}
