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
    private final List<Replacement> noted = new ArrayList<>(0);

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
            noted.add(new Replacement(derived, definition, derived.newest()));
        }
    }

    /** At the end of a session: a node that was rolled back has its old value, and nothing is due. */
    void endSession() {
        if (noted.isEmpty()) {
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
                    each.definition.replacing(before);
                }
                held.afterUnlock(() -> each.definition.replaced(graph, before, after));
            }
        }
        noted.clear();
    }

    private static @Nullable Object value(@Nullable Object slot) {
        return slot == Derived.UNSET || slot instanceof Failure ? null : slot;
    }
}
