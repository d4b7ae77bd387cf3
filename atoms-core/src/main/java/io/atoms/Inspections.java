package io.atoms;

import io.atoms.graph.Graph;
import io.atoms.graph.NodeState;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.AtomInspection.State;
import io.atoms.inspect.StoreInspection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the records of {@link AtomStore#inspect}. An atom stands for its hidden definitions, too. */
final class Inspections {

    /** The nodes of each atom: its own and those of its hidden definitions. By the atom's id. */
    private final Map<Long, List<NodeState>> groups = new TreeMap<>();

    /** The atom that stands for a node, by id. */
    private final Map<Long, Long> shownAs = new HashMap<>();

    private final Map<Long, NodeState> nodes = new HashMap<>();

    private Inspections(Iterable<NodeState> all) {
        for (NodeState node : all) {
            long id = node.definition().id;
            long shown = StoreTracer.shown(node.definition()).id;
            nodes.put(id, node);
            shownAs.put(id, shown);
            groups.computeIfAbsent(shown, key -> new ArrayList<>(1)).add(node);
        }
    }

    static StoreInspection of(String store, Graph graph) {
        Inspections inspections = new Inspections(graph.describe());
        List<AtomInspection> atoms = new ArrayList<>();
        inspections.groups.forEach((id, group) -> {
            NodeState principal = inspections.nodes.get(id);
            if (principal != null) {
                atoms.add(inspections.of(id, principal, group));
            }
        });
        return new StoreInspection(store, graph.epoch(), atoms, graph.openViews());
    }

    private static @Nullable NodeState runs(List<NodeState> group) {
        for (NodeState node : group) {
            if (node.definition() instanceof AsyncRuns<?>) {
                return node;
            }
        }
        return null;
    }

    private AtomInspection of(long id, NodeState principal, List<NodeState> group) {
        State state = !principal.computed() ? State.NEW : principal.current() ? State.CURRENT : State.UNCHECKED;
        NodeState runs = runs(group);
        return new AtomInspection(
                StoreTracer.info(principal.definition()),
                state,
                principal.value(),
                principal.error(),
                group.stream().anyMatch(NodeState::observed),
                principal.height(),
                neighbours(id, group, NodeState::dependencies),
                neighbours(id, group, NodeState::dependents),
                group.stream().mapToInt(NodeState::watchers).sum(),
                runs == null ? principal.recomputes() : runs.recomputes(),
                principal.cutOffs());
    }

    private List<Long> neighbours(long id, List<NodeState> group, Function<NodeState, List<Long>> neighbours) {
        Set<Long> found = new LinkedHashSet<>();
        for (NodeState node : group) {
            for (Long each : neighbours.apply(node)) {
                found.add(shownAs.getOrDefault(each, each));
            }
        }
        found.remove(id);
        return List.copyOf(found);
    }
}
