package io.atoms.graph;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets an idle graph forget collected definitions. A graph does so whenever its lock is released; one that nobody uses
 * would keep their values for ever. So a token is dropped on purpose, and when the collector has found it, the graph
 * takes a look, and the next token is dropped: one look per collection, none without. A graph that was used since the
 * last look is left alone.
 */
final class Sweeper {

    /** The thread that learns of collected objects; shared by all graphs, refers to none of them strongly. */
    static final Cleaner CLEANER = Cleaner.create();

    private Sweeper() {}

    /** Under the graph's lock. */
    static void watch(Graph graph) {
        arm(graph.self());
    }

    private static void arm(WeakReference<@Nullable Graph> graph) {
        CLEANER.register(new Object(), () -> {
            Graph present = graph.get();
            if (present != null) {
                present.sweep();
                arm(graph);
            }
        });
    }
}
