package io.atoms;

import io.atoms.graph.Graph;
import io.atoms.graph.NodeState;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomInspection.State;
import io.atoms.inspect.StoreInspection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes the records of {@link AtomStore#inspect}. */
final class Inspections {

    private Inspections() {}

    static StoreInspection of(String store, Graph graph) {
        List<AtomInspection> atoms = new ArrayList<>();
        Collection<NodeState> nodes = graph.describe();
        Map<Long, NodeState> hidden = new HashMap<>();
        for (NodeState node : nodes) {
            if (node.definition() instanceof Hidden) {
                hidden.put(node.definition().id, node);
            }
        }
        for (NodeState node : nodes) {
            if (!(node.definition() instanceof Hidden)) {
                atoms.add(of(node, hidden));
            }
        }
        return new StoreInspection(store, graph.epoch(), atoms, graph.openViews());
    }

    private static AtomInspection of(NodeState node, Map<Long, NodeState> hidden) {
        State state = !node.computed() ? State.NEW : node.current() ? State.CURRENT : State.UNCHECKED;
        return new AtomInspection(
                StoreTracer.info(node.definition()),
                state,
                node.value(),
                node.error(),
                node.observed(),
                node.height(),
                visible(node, NodeState::dependencies, hidden),
                visible(node, NodeState::dependents, hidden),
                node.watchers(),
                node.recomputes(),
                node.cutOffs());
    }

    /** The neighbours of a node; in place of a hidden one, its neighbours on the same side. */
    private static List<Long> visible(
            NodeState start, Function<NodeState, List<Long>> neighbours, Map<Long, NodeState> hidden) {
        Set<Long> found = new LinkedHashSet<>();
        Set<Long> passed = new HashSet<>();
        Deque<Long> todo = new ArrayDeque<>(neighbours.apply(start));
        while (!todo.isEmpty()) {
            Long id = todo.removeFirst();
            NodeState behind = hidden.get(id);
            if (behind == null) {
                found.add(id);
            } else if (passed.add(id)) {
                todo.addAll(neighbours.apply(behind));
            }
        }
        found.remove(start.definition().id);
        return List.copyOf(found);
    }
}
