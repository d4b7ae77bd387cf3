package io.atoms.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/*
 * One write on its own, in one pass. What a root surely asks for need not be marked and asked for: a node with a single
 * dependency runs as soon as that has changed, for nothing else can change under it. Only what follows from a changed value
 * is touched, so a cut-off ends the wave at once. A node with several dependencies waits; if it is the only one that
 * waits, all it reads is settled and it runs too. Everything else, and whatever is left when a function reads or links
 * something unexpected, is marked, and pulled when it is asked for, as Propagation does.
 *
 * All under the graph's lock.
 */
final class Wave {

    private static final Derived[] NO_NODES = {};

    private final Graph graph;

    /** There may be nodes that are out of date and not marked. */
    private boolean open;

    /** Something was marked, so that nodes that wait may read what is out of date. */
    private boolean marked;

    /** Nodes that may be out of date, themselves marked, what they reach not. */
    private Derived[] waiting = NO_NODES;

    private int waitingCount;

    Wave(Graph graph) {
        this.graph = graph;
    }

    boolean idle() {
        return !open && waitingCount == 0;
    }

    void run(Source source) {
        if (source.observers == null) {
            return;
        }
        open = true;
        marked = false;
        boolean done = false;
        try {
            changed(source, Propagation.LEVELS);
            while (waitingCount == 1 && !marked) {
                Derived derived = takeWaiting();
                Observers observers = derived.observers;
                if (observers != null) {
                    graph.propagation.update(derived, observers.definition);
                    if (open && derived.tick() == graph.now()) {
                        changed(derived, Propagation.LEVELS);
                    }
                }
            }
            done = true;
        } finally {
            if (!done) {
                markAll();
            }
            open = false;
            markAboveWaiting();
        }
    }

    /** Marks everything that may be out of date: a function is about to see, or to change, what the wave did not reach. */
    void markAll() {
        if (open) {
            open = false;
            marked = true;
            markFrom(graph.transaction.firstWritten());
        }
    }

    /**
     * Follows the changed nodes. What is out of date below one is marked already, itself; what is current has been settled
     * and stays so.
     */
    private void markFrom(Node source) {
        long now = graph.now();
        ArrayDeque<Node> todo = new ArrayDeque<>();
        Set<Node> changed = Collections.newSetFromMap(new IdentityHashMap<>());
        todo.add(source);
        while (!todo.isEmpty()) {
            Observers observers = todo.remove().observers;
            for (int i = 0; observers != null && i < observers.dependentCount; i++) {
                if (observers.dependent(i) instanceof Derived derived) {
                    if (derived.tick() == now) {
                        if (changed.add(derived)) {
                            todo.add(derived);
                        }
                    } else if (derived.validUntil < now) {
                        graph.propagation.mark(derived);
                    }
                }
            }
        }
    }

    private void markAboveWaiting() {
        while (waitingCount > 0) {
            graph.propagation.mark(takeWaiting());
        }
    }

    @SuppressWarnings("NullAway") // set below the count; the freed element of a non-null array
    private Derived takeWaiting() {
        Derived derived = waiting[--waitingCount];
        waiting[waitingCount] = null;
        return derived;
    }

    private void changed(Node start, int levels) {
        Node node = start;
        while (node != null) {
            Observers observers = node.observers;
            if (observers == null) {
                return;
            }
            graph.transaction.touchWatchers(observers, node);
            if (!reach(observers, levels)) {
                return;
            }
            Node trigger = node;
            node = null;
            int count = observers.dependentCount;
            for (int i = 0; i < count; i++) {
                if (!(observers.dependent(i) instanceof Derived derived) || derived.validUntil >= graph.now()) {
                    continue;
                }
                Observers above = derived.observers;
                if (above == null || !runsAtOnce(derived, above, levels)) {
                    continue;
                }
                graph.propagation.runAlone(derived, above.definition, trigger);
                if (open && derived.tick() == graph.now()) {
                    if (i == count - 1) {
                        node = derived;
                    } else {
                        changed(derived, levels - 1);
                    }
                }
                if (!open) {
                    return;
                }
            }
        }
    }

    /** Marks all dependents of a changed node, before one of them runs. Returns whether one runs at once. */
    private boolean reach(Observers observers, int levels) {
        long committed = graph.committed();
        boolean atOnce = false;
        int count = observers.dependentCount;
        for (int i = 0; i < count; i++) {
            Dependent dependent = observers.dependent(i);
            if (!(dependent instanceof Derived derived)) {
                // What it checks first has changed.
                graph.transaction.touch((Effect) dependent, observers.position(i) == 0);
            } else if (derived.validUntil == Derived.CURRENT) {
                derived.validUntil(committed);
                Observers above = derived.observers;
                if (above != null && runsAtOnce(derived, above, levels)) {
                    atOnce = true;
                } else if (above == null || marked || derived.cyclic || levels == 0 || !above.surelyAsked()) {
                    marked = true;
                    graph.propagation.mark(derived);
                } else {
                    await(derived);
                }
            }
        }
        return atOnce;
    }

    private static boolean runsAtOnce(Derived derived, Observers above, int levels) {
        return derived.dependencyCount == 1 && above.surelyAsked() && !derived.cyclic && levels > 0;
    }

    private void await(Derived derived) {
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(4, waitingCount * 2));
        }
        waiting[waitingCount++] = derived;
    }
}
