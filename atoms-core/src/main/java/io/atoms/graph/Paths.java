package io.atoms.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for a path along dependencies, in time proportional to what is below. Under the graph's lock. */
final class Paths {

    private final Graph graph;

    /** The node from which each was reached first. */
    private final IdentityHashMap<Derived, Derived> reachedFrom = new IdentityHashMap<>();

    Paths(Graph graph) {
        this.graph = graph;
    }

    /** The error for a dependency of {@code to} that would be a circle, because it depends on {@code to}; else null. */
    @Nullable
    RuntimeException cycle(Derived from, Derived to) {
        ArrayDeque<Derived> todo = new ArrayDeque<>();
        todo.add(from);
        reachedFrom.put(from, to);
        while (!todo.isEmpty()) {
            Derived next = todo.remove();
            if (next == to) {
                return graph.host.cycle(path(to));
            }
            for (int i = 0; i < next.dependencyCount; i++) {
                if (next.dependency(i) instanceof Derived below && reachedFrom.putIfAbsent(below, next) == null) {
                    todo.add(below);
                }
            }
        }
        return null;
    }

    @SuppressWarnings("NullAway") // every node of the path was reached from another one
    private List<Definition> path(Derived start) {
        List<Definition> path = new ArrayList<>();
        Derived node = start;
        do {
            path.add(Propagation.nameable(node));
            node = reachedFrom.get(node);
        } while (node != start);
        path.add(Propagation.nameable(start));
        Collections.reverse(path);
        return path;
    }
}
