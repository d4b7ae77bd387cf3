package io.atoms.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread is inside of: the graphs whose locks it holds, in order, and evaluations of views. It decides
 * whether the thread may write, whether it may wait for a lock, and when listeners of inner graphs run: after the
 * outermost lock is released.
 */
final class Held {

    private static final ThreadLocal<Held> CURRENT = ThreadLocal.withInitial(Held::new);

    private final List<Graph> graphs = new ArrayList<>(2);
    private final List<Graph> drainsOwed = new ArrayList<>(2);

    /** The definition whose function is being evaluated in a view, outside any lock. */
    @Nullable
    Definition evaluating;

    /** Telling what was replaced, see {@link Graph#afterUnlock}. */
    boolean telling;

    static Held current() {
        return CURRENT.get();
    }

    /** Makes a helper thread stand in for the thread whose record this is. */
    static void adopt(Held held) {
        CURRENT.set(held);
    }

    void push(Graph graph) {
        graphs.add(graph);
    }

    void pop() {
        graphs.remove(graphs.size() - 1);
    }

    @Nullable
    Graph innermost() {
        return graphs.isEmpty() ? null : graphs.get(graphs.size() - 1);
    }

    boolean holdsOther(Graph graph) {
        Graph innermost = innermost();
        return innermost != null && innermost != graph;
    }

    boolean owesDrains() {
        return !drainsOwed.isEmpty() && graphs.isEmpty();
    }

    /** Runs the drain now, or when the outermost lock is released if one is held. */
    void drain(Graph graph) {
        if (!graphs.isEmpty()) {
            if (!drainsOwed.contains(graph)) {
                drainsOwed.add(graph);
            }
            return;
        }
        if (drainsOwed.isEmpty()) {
            graph.drainNow();
            return;
        }
        drainsOwed.remove(graph);
        drainsOwed.add(graph);
        List<Graph> owed = new ArrayList<>(drainsOwed);
        drainsOwed.clear();
        for (Graph each : owed) {
            each.drainNow();
        }
    }
}
