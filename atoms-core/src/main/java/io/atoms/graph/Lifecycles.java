package io.atoms.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Tells definitions with a lifecycle what became of their values, after the lock session that replaced them. */
final class Lifecycles {

    private final Graph graph;

    /** Nodes with a lifecycle that ran in this lock session, with their values before. Guarded by the lock. */
    private @Nullable List<Replacement> noted;

    /** Calls of {@link Definition#replaced} that are due, in the order of the sessions. */
    private final ConcurrentLinkedQueue<Runnable> due = new ConcurrentLinkedQueue<>();

    Lifecycles(Graph graph) {
        this.graph = graph;
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    void afterUnlock(Runnable runnable) {
        due.add(runnable);
    }

    private record Replacement(
            Derived derived,
            Definition definition,
            @Nullable Object before) {}

    /** Remembers the value that a node has before it runs, once per session. */
    void note(Derived derived, Definition definition) {
        List<Replacement> replacements = noted;
        if (replacements == null) {
            replacements = new ArrayList<>();
            noted = replacements;
        }
        for (Replacement each : replacements) {
            if (each.derived == derived) {
                return;
            }
        }
        replacements.add(new Replacement(derived, definition, derived.newest()));
    }

    /** At the end of a session: a node that was rolled back has its old value, and nothing is due. */
    void queue() {
        List<Replacement> replacements = noted;
        if (replacements == null) {
            return;
        }
        noted = null;
        for (Replacement each : replacements) {
            Object now = each.derived.newest();
            if (now != each.before) {
                Object before = value(each.before);
                Object after = value(now);
                due.add(() -> each.definition.replaced(graph, before, after));
            }
        }
    }

    private static @Nullable Object value(@Nullable Object slot) {
        return slot == Derived.UNSET || slot instanceof Failure ? null : slot;
    }

    /**
     * Makes the calls that are due. What that leads to on this thread is left to the loop further out, so a chain of work
     * that completes at once needs no stack.
     */
    void tell() {
        Held held = Held.current();
        if (held.telling) {
            return;
        }
        held.telling = true;
        try {
            Runnable next;
            while ((next = due.poll()) != null) {
                next.run();
            }
        } finally {
            held.telling = false;
        }
    }
}
