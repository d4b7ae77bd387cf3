package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/** Whether two values of a node are the same: the instance, the same error, or equal by the definition. */
final class Sameness {

    private Sameness() {}

    /** As the definition says, with writes from its equality refused. Under the lock. */
    static boolean same(Graph graph, Definition definition, @Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a == Derived.UNSET || b == Derived.UNSET) {
            return false;
        }
        if (a instanceof Failure first) {
            return b instanceof Failure second && first.error == second.error;
        }
        if (b instanceof Failure) {
            return false;
        }
        long outer = graph.writing.guard(definition.id);
        try {
            return definition.same(a, b);
        } finally {
            graph.writing.guard(outer);
        }
    }
}
