package io.atoms.graph;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, without the lock and without leaving a trace, whether the value of a derived node still holds because no
 * dependency changed since it was computed. This is what a reader does while another thread holds the lock, so that an
 * unrelated commit does not make it wait. It gives up where it can't tell: a dependency is being written or recomputed,
 * or there are more nodes to look at than the limits allow.
 *
 * <p>Everything is read as of one epoch; {@link Derived#runs} tells that the dependencies were not replaced meanwhile.
 */
final class Validation {

    private static final int LEVELS = 100;

    private final Graph graph;
    private final long epoch;

    /** How many nodes may still be looked at: without marks, a graph of diamonds would be walked over and over. */
    private int budget = 1_000;

    Validation(Graph graph) {
        this.graph = graph;
        this.epoch = graph.committedAcquire();
    }

    /** The value, or {@link Derived#MISS}. */
    @Nullable
    Object valueOf(Derived derived) {
        long stamp = derived.stampAcquire();
        Object value = derived.newestAcquire(stamp);
        boolean holds = holds(derived, LEVELS) && derived.stampAcquire() == stamp && graph.committedAcquire() == epoch;
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
        Node[] dependencies = derived.dependencies;
        long[] seen = derived.seen;
        int count = Math.min(derived.dependencyCount, Math.min(dependencies.length, seen.length));
        for (int i = 0; i < count; i++) {
            Node dependency = dependencies[i];
            if (dependency == null || !unchanged(dependency, seen[i], levels)) {
                return false;
            }
        }
        VarHandle.acquireFence();
        return derived.runsAcquire() == runs && derived.stampAcquire() == stamp;
    }

    private boolean unchanged(Node node, long tick, int levels) {
        // A run inside the open transaction may have seen versions that nobody else may see yet.
        return tick <= epoch
                && Node.tick(node.stampAcquire()) == tick
                && (!(node instanceof Derived derived) || holds(derived, levels - 1));
    }
}
