package io.atoms;

import io.atoms.graph.Graph;
import io.atoms.graph.NodeState;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomInspection.State;
import io.atoms.inspect.StoreInspection;
import java.util.ArrayList;
import java.util.List;

/** Makes the records of {@link AtomStore#inspect}. */
final class Inspections {

    private Inspections() {}

    static StoreInspection of(String store, Graph graph) {
        List<AtomInspection> atoms = new ArrayList<>();
        for (NodeState node : graph.describe()) {
            atoms.add(of(node));
        }
        return new StoreInspection(store, graph.epoch(), atoms, graph.openViews());
    }

    private static AtomInspection of(NodeState node) {
        State state = !node.computed() ? State.NEW : node.current() ? State.CURRENT : State.UNCHECKED;
        return new AtomInspection(
                StoreTracer.info(node.definition()),
                state,
                node.value(),
                node.error(),
                node.observed(),
                node.height(),
                node.dependencies(),
                node.dependents(),
                node.watchers(),
                node.recomputes(),
                node.cutOffs());
    }
}
