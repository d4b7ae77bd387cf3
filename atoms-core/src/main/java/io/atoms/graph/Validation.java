package io.atoms.graph;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, without the lock and without leaving a trace, whether the value of a derived node holds at an epoch because
 * no dependency changed since it was computed. This is what a reader does while another thread holds the lock, so that
 * an unrelated commit does not make it wait, and what a view does before it evaluates. It gives up where it can't tell,
 * or where there are more nodes to look at than the limits allow.
 *
 * <p>A dependency whose newest version is the one that was seen, and not later than the epoch, is that version at the
 * epoch. One that the open transaction has written is looked up among the stamps before that transaction; that answer
 * is good only if the epoch is still the last one. {@link Derived#runs} tells that the dependencies were not replaced
 * meanwhile.
 */
final class Validation {

    private static final int LEVELS = 100;

    private final Graph graph;
    private final long epoch;

    /** The epoch is meant to be the last one; else an earlier one. */
    private final boolean last;

    /** How many nodes may still be looked at: without marks, a graph of diamonds would be walked over and over. */
    private int budget = 1_000;

    private Validation(Graph graph, long epoch, boolean last) {
        this.graph = graph;
        this.epoch = epoch;
        this.last = last;
    }

    static Validation atLastCommit(Graph graph) {
        return new Validation(graph, graph.committedAcquire(), true);
    }

    static Validation at(Graph graph, long epoch) {
        return new Validation(graph, epoch, epoch == graph.committedAcquire());
    }

    /** The value, or {@link Derived#MISS}. */
    @Nullable
    Object valueOf(Derived derived) {
        long stamp = derived.stampAcquire();
        Object value = derived.newestAcquire(stamp);
        boolean holds = holds(derived, LEVELS)
                && derived.stampAcquire() == stamp
                && (!last || graph.committedAcquire() == epoch);
        return holds ? value : Derived.MISS;
    }

    private boolean holds(Derived derived, int levels) {
        long stamp = derived.stampAcquire();
        if (Node.tick(stamp) > epoch || levels == 0 || --budget < 0) {
            return false;
        }
        long until = derived.untilAcquire();
        long from = derived.fromAcquire();
        if (from <= epoch && epoch <= until) {
            return derived.stampAcquire() == stamp;
        }
        int runs = derived.runsAcquire();
        if ((runs & 1) != 0 || until < 0) {
            return false;
        }
        int count = derived.dependencyCount;
        for (int i = 0; i < count; i++) {
            Node dependency = derived.dependencyIfAny(i);
            if (dependency == null || !unchanged(dependency, derived.seen(i), levels)) {
                return false;
            }
        }
        VarHandle.acquireFence();
        return derived.runsAcquire() == runs && derived.stampAcquire() == stamp;
    }

    private boolean unchanged(Node node, long seen, int levels) {
        // A run inside the open transaction may have seen versions that nobody else may see yet.
        if (seen > epoch) {
            return false;
        }
        long stamp = node.stampAcquire();
        if (Node.tick(stamp) <= epoch) {
            return Node.tick(stamp) == seen
                    && (!(node instanceof Derived derived) || holdsAt(derived, seen, levels - 1));
        }
        return last && Node.previousValid(stamp) && graph.transaction.originTick(node, epoch) == seen;
    }

    /** Looks at the tick again: the dependency may have got another value, and be valid, since it was compared. */
    private boolean holdsAt(Derived derived, long tick, int levels) {
        return holds(derived, levels) && Node.tick(derived.stampAcquire()) == tick;
    }
}
