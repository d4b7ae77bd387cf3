package io.atoms.graph;

import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * A node with dependencies: parallel arrays of the nodes its last run read, in the order of first reads, and of the tick
 * of the version it saw of each. While the node is observed (for an effect: while it lives), {@code backIndexes[i]} is
 * its place among the dependents of {@code dependencies[i]}.
 */
abstract class Dependent extends Node {

    private static final Node[] NO_NODES = {};
    private static final long[] NO_TICKS = {};
    private static final int[] NO_INDEXES = {};

    Node[] dependencies = NO_NODES;

    long[] seen = NO_TICKS;

    int[] backIndexes = NO_INDEXES;

    int dependencyCount;

    /** Runs and cut-offs, if the graph counts. */
    int recomputes;

    int cutOffs;

    Dependent(@Nullable Definition definition, @Nullable ReferenceQueue<Definition> queue, int hash) {
        super(definition, queue, hash);
    }

    /** Whether its dependencies have it among their dependents. */
    abstract boolean linked();

    /** Unobserved nodes go without; one that becomes observed needs them. */
    void makeRoomForBackIndexes() {
        if (backIndexes.length < dependencyCount) {
            backIndexes = new int[dependencies.length];
        }
    }

    void clearDependencies() {
        dependencies = NO_NODES;
        seen = NO_TICKS;
        backIndexes = NO_INDEXES;
        dependencyCount = 0;
    }
}
