package io.atoms.graph;

import java.util.List;
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
        Held held = Held.current();
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
            int settled = held.settled();
            Object value;
            try {
                value = readInside(definition);
            } finally {
                graph.unlock();
            }
            graph.drainIfNeeded();
            if (held.settled() == settled || look == LOOKS) {
                return value;
            }
        }
    }

    @Nullable
    Object readInside(Definition definition) {
        graph.wave.markAll();
        if (definition.source) {
            Node node = graph.table.find(definition);
            return node == null ? definition.initialValue() : node.newest();
        }
        Derived derived = (Derived) graph.node(definition);
        if (derived.validUntil < graph.now()) {
            if (derived.level != 0) {
                throw graph.propagation.cycle(derived);
            }
            graph.propagation.refresh(derived, definition);
        }
        return derived.newest();
    }

    /** Evaluates without the lock. What has a lifecycle can't begin one there; it does when the lock is free. */
    private @Nullable Object readInView(Definition definition) {
        View view = graph.pins.open(graph);
        try {
            return view.value(definition, null);
        } finally {
            List<Definition> begin = view.needed();
            view.close();
            begin.forEach(each -> graph.inbox.submit(() -> readInside(each)));
        }
    }

    /**
     * Waits for the lock unless that could take long or go in a circle: while a transaction's body is open, or this
     * thread is inside another graph, or must not wait at all. The caller then evaluates in a view, without the lock.
     */
    boolean waitToCompute() {
        if (Held.current().holdsOther(graph) || !graph.mayWait()) {
            return false;
        }
        boolean interrupted = false;
        try {
            while (!graph.writing.bodyOpen()) {
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

    /**
     * Computes a derived definition if the epoch is still the last one and the lock can be had soon. For the run of an
     * effect: work that it needs is started when the run has ended, so that its results do not end the epoch before the
     * run has read the value.
     */
    void refreshIfStillAt(long epoch, Definition definition) {
        if (!graph.tryEnter() && !waitToCompute()) {
            return;
        }
        try {
            if (graph.committed() == epoch) {
                readInside(definition);
            }
        } finally {
            graph.unlockOnly();
        }
    }

    /** The value as of the last commit, without ever waiting for the lock; an error is returned as a failure. */
    @Nullable
    Object readWithoutWaiting(Definition definition) {
        if (graph.insideByThisThread()) {
            return readInside(definition);
        }
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
        Held held = Held.current();
        for (int look = 1; ; look++) {
            if (!graph.tryEnter()) {
                return readInView(definition);
            }
            int settled = held.settled();
            Object value;
            try {
                value = readInside(definition);
            } finally {
                graph.unlock();
            }
            held.settleFurtherIn();
            graph.drainHurriedlyIfNeeded();
            if (held.settled() == settled || look == LOOKS) {
                return value;
            }
        }
    }
}
