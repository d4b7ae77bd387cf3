package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/**
 * Reads that need more than a slot: inside the lock, or of a value that is not known to be current. The quick paths are
 * {@link Graph#read}, {@link Source#read} and {@link Derived#read}.
 */
final class Reading {

    /** How often a read looks again because work that it started has completed at once. */
    private static final int LOOKS = 8;

    private final Graph graph;

    Reading(Graph graph) {
        this.graph = graph;
    }

    /** The value is not at hand: check it, or see without the lock that it still holds, or compute it. */
    @Nullable
    Object readSlowly(Definition definition, @Nullable Derived known) {
        for (int look = 1; ; look++) {
            if (!graph.tryEnter()) {
                Object value = known == null
                        ? Derived.MISS
                        : Validation.atLastCommit(graph).valueOf(known);
                if (value != Derived.MISS) {
                    return value;
                }
                if (!waitToCompute()) {
                    return readInView(definition);
                }
            }
            Object value;
            try {
                value = readInside(definition);
            } finally {
                graph.unlock();
            }
            boolean started = !graph.lifecycles.isEmpty();
            graph.drainIfNeeded();
            if (!started || look == LOOKS) {
                return value;
            }
        }
    }

    @Nullable
    Object readInside(Definition definition) {
        if (definition.source) {
            Node node = graph.table.find(definition);
            return node == null ? definition.initialValue() : node.newest();
        }
        Derived derived = (Derived) graph.node(definition);
        if (derived.validUntil < graph.now()) {
            if (derived.active) {
                throw graph.propagation.cycle(derived);
            }
            graph.propagation.refresh(derived, definition);
        }
        return derived.newest();
    }

    private @Nullable Object readInView(Definition definition) {
        View view = graph.pins.open(graph);
        try {
            return view.value(definition, null);
        } finally {
            view.close();
        }
    }

    /**
     * Waits for the lock unless that could take long or go in a circle: while a transaction's body is open, or this
     * thread is inside another graph. The caller then evaluates in a view, without the lock.
     */
    private boolean waitToCompute() {
        if (Held.current().holdsOther(graph)) {
            return false;
        }
        boolean interrupted = false;
        try {
            while (!graph.bodyOpen()) {
                try {
                    if (graph.tryEnter(1)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Computes a derived definition if the epoch is still the last one and the lock is free at once. */
    void refreshIfStillAt(long epoch, Definition definition) {
        if (!graph.tryEnter()) {
            return;
        }
        try {
            if (graph.committed() == epoch) {
                readInside(definition);
            }
        } finally {
            graph.unlock();
        }
        if (!graph.lifecycles.isEmpty()) {
            graph.lifecycles.tell();
            graph.inbox.empty();
        }
    }

    /** The value as of the last commit, without ever waiting for the lock; an error is returned as a failure. */
    @Nullable
    Object readWithoutWaiting(Definition definition) {
        Node node = graph.table.find(definition);
        if (node instanceof Source source) {
            return source.read(graph);
        }
        if (definition.source) {
            return definition.initialValue();
        }
        if (node instanceof Derived derived) {
            Object value = derived.read(graph);
            if (value != Derived.MISS) {
                return value;
            }
        }
        if (graph.tryEnter()) {
            Object value;
            try {
                value = readInside(definition);
            } finally {
                graph.unlock();
            }
            graph.drainIfNeeded();
            return value;
        }
        return readInView(definition);
    }
}
