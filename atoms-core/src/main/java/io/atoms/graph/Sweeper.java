package io.atoms.graph;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lets an idle graph forget collected definitions. A graph does so whenever its lock is released; one that nobody uses
 * would keep their values for ever. So a token is dropped on purpose, and when the collector has found it, all graphs
 * take a look, and the next token is dropped: one look per collection, none without. A graph that was used since the
 * last look is left alone.
 *
 * <p>One token for all graphs: to register one takes a lock that the cleaner's thread takes, too, and each is a reference
 * that the collector has to follow up; that is dear for a store that lives for a request.
 */
final class Sweeper {

    /** The thread that learns of collected objects; shared by all graphs, refers to none of them strongly. */
    private static final Cleaner CLEANER = Cleaner.create();

    /** Graphs that came since the last look. */
    private static final Queue<WeakReference<@Nullable Graph>> NEW = new ConcurrentLinkedQueue<>();

    /** Those that came before. Owned by the thread of the cleaner. */
    private static final List<WeakReference<@Nullable Graph>> KNOWN = new ArrayList<>();

    static {
        arm();
    }

    private Sweeper() {}

    /** Under the graph's lock. */
    static void watch(Graph graph) {
        NEW.add(graph.self());
    }

    private static void arm() {
        CLEANER.register(new Object(), Sweeper::look);
    }

    private static void look() {
        try {
            KNOWN.removeIf(graph -> graph.refersTo(null));
            WeakReference<@Nullable Graph> added;
            while ((added = NEW.poll()) != null) {
                if (!added.refersTo(null)) {
                    KNOWN.add(added);
                }
            }
            KNOWN.forEach(Sweeper::sweep);
        } finally {
            arm();
        }
    }

    private static void sweep(WeakReference<@Nullable Graph> graph) {
        Graph present = graph.get();
        if (present != null) {
            Failure.reporting(present::sweep);
        }
    }
}
