package io.atoms.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node as {@link Graph#describe} saw it. */
public record NodeState(
        Definition definition,
        boolean computed,
        boolean current,
        boolean observed,
        @Nullable Object value,
        @Nullable Throwable error,
        int height,
        List<Long> dependencies,
        List<Long> dependents,
        int watchers,
        long recomputes,
        long cutOffs) {

    static List<NodeState> all(Graph graph, List<Observer> observers) {
        List<Node> nodes = new ArrayList<>();
        graph.table.forEach(nodes::add);
        for (Observer observer : observers) {
            if (observer instanceof Effect effect) {
                nodes.add(effect);
            }
        }
        IdentityHashMap<Node, Definition> definitions = new IdentityHashMap<>();
        for (Node node : nodes) {
            Definition definition = node instanceof Effect effect ? effect.label : node.definition();
            if (definition != null) {
                definitions.put(node, definition);
            }
        }
        IdentityHashMap<Node, Set<Long>> dependents = new IdentityHashMap<>();
        definitions.forEach((node, definition) -> {
            if (node instanceof Dependent dependent) {
                for (int i = 0; i < dependent.dependencyCount; i++) {
                    dependents
                            .computeIfAbsent(dependent.dependency(i), key -> new LinkedHashSet<>())
                            .add(definition.id);
                }
            }
        });
        Heights heights = new Heights();
        List<NodeState> states = new ArrayList<>();
        definitions.forEach(
                (node, definition) -> states.add(of(graph, node, definition, definitions, dependents, heights)));
        states.sort(Comparator.comparingLong(state -> state.definition().id));
        return states;
    }

    private static NodeState of(
            Graph graph,
            Node node,
            Definition definition,
            IdentityHashMap<Node, Definition> definitions,
            IdentityHashMap<Node, Set<Long>> dependents,
            Heights heights) {
        Object newest = node.newest();
        boolean computed = newest != Derived.UNSET;
        Set<Long> dependencies = new LinkedHashSet<>();
        long recomputes = 0;
        long cutOffs = 0;
        if (node instanceof Dependent dependent) {
            recomputes = dependent.recomputes();
            cutOffs = dependent.cutOffs();
            for (int i = 0; i < dependent.dependencyCount; i++) {
                Definition dependency = definitions.get(dependent.dependency(i));
                if (dependency != null) {
                    dependencies.add(dependency.id);
                }
            }
        }
        return new NodeState(
                definition,
                computed,
                !(node instanceof Derived derived) || derived.validUntil >= graph.now(),
                node.observed() || node instanceof Effect,
                newest instanceof Failure || !computed ? null : newest,
                newest instanceof Failure failure ? failure.error : null,
                heights.of(node),
                List.copyOf(dependencies),
                List.copyOf(dependents.getOrDefault(node, Set.of())),
                node.observers == null ? 0 : node.observers.watcherCount,
                recomputes,
                cutOffs);
    }
}
