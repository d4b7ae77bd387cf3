package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/** Whether two values of a node are the same: the instance, the same error, or equal by the definition. */
final class Sameness {

    private Sameness() {}

    /** As the definition says, with writes from its equality refused. Under the lock. */
    static boolean same(Graph graph, Definition definition, @Nullable Object a, @Nullable Object b) {
        Definition outer = graph.writing.guard(definition);
        try {
            return same(definition, a, b);
        } finally {
            graph.writing.guard(outer);
        }
    }

    private static boolean same(Definition definition, @Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a == Derived.UNSET || b == Derived.UNSET) {
            return false;
        }
        if (a instanceof Failure first) {
            return b instanceof Failure second && first.error == second.error;
        }
        return !(b instanceof Failure) && definition.same(a, b);
    }
}
