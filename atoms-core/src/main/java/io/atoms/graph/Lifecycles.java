package io.atoms.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells definitions with a lifecycle what became of their values, after the lock session that replaced them, on the
 * thread that held the lock. Guarded by the lock.
 */
final class Lifecycles {

    private final Graph graph;

    /** Nodes with a lifecycle that ran in this lock session, with their values before. */
    private @Nullable List<Replacement> noted;

    /** Sources of values that the session before replaced. */
    private @Nullable List<Definition> retired;

    Lifecycles(Graph graph) {
        this.graph = graph;
    }

    private record Replacement(
            Derived derived,
            Definition definition,
            @Nullable Object before) {}

    /** Remembers the value that a node has before it runs, once per session. */
    void note(Derived derived, Definition definition) {
        if (!derived.noted) {
            derived.noted = true;
            if (noted == null) {
                noted = new ArrayList<>(1);
            }
            noted.add(new Replacement(derived, definition, derived.newest()));
        }
    }

    /** Whether no node with a lifecycle ran in this session. */
    boolean quiet() {
        return noted == null || noted.isEmpty();
    }

    /** At the end of a session: a node that was rolled back has its old value, and nothing is due. */
    void endSession() {
        removeRetired();
        if (noted == null || noted.isEmpty()) {
            return;
        }
        Held held = Held.current();
        for (Replacement each : noted) {
            each.derived.noted = false;
            Object now = each.derived.newest();
            if (now != each.before) {
                Object before = value(each.before);
                Object after = value(now);
                if (before != null) {
                    retire(each.definition.replacing(before));
                }
                held.afterUnlock(() -> each.definition.replaced(graph, before, after), graph.nextDepth());
            }
        }
        noted.clear();
    }

    private void retire(@Nullable Definition source) {
        if (source == null) {
            return;
        }
        if (retired == null) {
            retired = new ArrayList<>(1);
        }
        retired.add(source);
    }

    /**
     * Views that were opened before the replacement was published may ask for what is retired; so it is kept if there is
     * one, and then goes when it is collected. In the session after that of the replacement, because only the lock in
     * between makes sure that such a view is seen here (see {@link Pins}).
     */
    private void removeRetired() {
        if (retired == null || retired.isEmpty()) {
            return;
        }
        if (graph.pins.count() == 0 && !graph.effectViewPinned()) {
            for (Definition each : retired) {
                Node node = graph.table.find(each);
                if (node != null && !node.observed()) {
                    graph.table.remove(node);
                }
            }
        }
        retired.clear();
    }

    private static @Nullable Object value(@Nullable Object slot) {
        return slot == Derived.UNSET || slot instanceof Failure ? null : slot;
    }
}
