package io.atoms.graph;

import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/** The node of a definition that is written from outside. */
final class Source extends Node implements Transaction.Undo {

    Source(Definition definition, @Nullable ReferenceQueue<Definition> queue) {
        super(definition, queue, definition.hash);
        slot0 = definition.initialValue();
    }

    /** The value as of the last commit, for any thread, without a lock. */
    @Nullable
    Object read(Graph graph) {
        while (true) {
            long epoch = graph.committedAcquire();
            long stamp = stampAcquire();
            Object value = tick(stamp) <= epoch ? newestAcquire(stamp) : previousAcquire(stamp);
            // A slot is filled again only after another commit, which this second look would see.
            if (graph.committedAcquire() == epoch) {
                return value;
            }
        }
    }

    /** Takes back the first write of a transaction. */
    @Override
    public void undo(Graph graph) {
        revert(graph.transaction.origin(this));
    }
}
