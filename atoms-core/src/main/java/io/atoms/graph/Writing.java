package io.atoms.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the demand to write to the commit: who may write, what interceptors say, and the lock around it. */
final class Writing {

    private final Graph graph;
    private final int maxRounds;

    /** A transaction's body, which may take any time, is running. Volatile, so that a reader knows not to wait. */
    private volatile boolean bodyOpen;

    /**
     * The id of the definition whose equality or interceptor is running, which may not write; 0 if none is. A number,
     * because it is set for every comparison, and the collector makes storing a reference dear. Guarded by the lock.
     */
    private long guarded;

    /** Names written by the rounds that do not settle. Guarded by the lock. */
    private Set<String> unsettledNames = Set.of();

    Writing(Graph graph, int maxRounds) {
        this.graph = graph;
        this.maxRounds = maxRounds;
    }

    boolean bodyOpen() {
        return bodyOpen;
    }

    void write(String verb, Definition source, @Nullable Object value) {
        if (graph.insideByThisThread()) {
            checkMayWrite();
            writeInside(source, value, true);
            return;
        }
        begin();
        graph.transaction.single = true;
        try {
            writeInside(source, value, true);
            commit(verb, source);
        } catch (Throwable error) {
            graph.transaction.single = false;
            graph.unlockAfter(error);
            throw error;
        }
        graph.unlockAndDrain();
    }

    <R extends @Nullable Object> R transact(String cause, Supplier<R> body) {
        if (graph.insideByThisThread()) {
            return join(body);
        }
        begin();
        R result;
        try {
            result = run(body);
            commit(cause, null);
        } catch (Throwable error) {
            graph.unlockAfter(error);
            throw error;
        }
        graph.unlockAndDrain();
        return result;
    }

    private <R extends @Nullable Object> R join(Supplier<R> body) {
        checkMayWrite();
        Transaction transaction = graph.transaction;
        int savepoint = transaction.savepoint();
        try {
            return body.get();
        } catch (Throwable error) {
            transaction.rollBack(savepoint);
            throw error;
        } finally {
            transaction.endSavepoint();
        }
    }

    private <R extends @Nullable Object> R run(Supplier<R> body) {
        Transaction transaction = graph.transaction;
        transaction.beginBody();
        bodyOpen = true;
        try {
            return body.get();
        } catch (Throwable error) {
            transaction.endBody();
            transaction.abort();
            throw error;
        } finally {
            transaction.endBody();
            bodyOpen = false;
        }
    }

    /** Takes the lock, if the calling thread may write. */
    private void begin() {
        graph.ensureOpen();
        Held held = graph.held();
        if (held.evaluating != null) {
            throw graph.host.writeWhileComputing(held.evaluating);
        }
        Graph outer = held.innermost();
        if (outer != null) {
            outer.writing.checkMayWrite();
            if (outer.order > graph.order) {
                throw graph.host.lockOrder(outer.host);
            }
        }
        graph.enter();
        try {
            graph.ensureOpen();
            checkSettles();
        } catch (Throwable error) {
            graph.unlockAfter(error);
            throw error;
        }
    }

    void afterCommit(Runnable task) {
        if (graph.insideByThisThread()) {
            checkMayWrite();
            Round round = graph.round();
            Round.Note note = round.task("after commit", task);
            graph.transaction.journal(any -> round.withdraw(note));
            return;
        }
        begin();
        try {
            graph.round().task("after commit", task);
        } finally {
            graph.unlock();
        }
        graph.drainIfNeeded();
    }

    // ---- writes that never settle -------------------------------------------------------------------------------

    private void checkSettles() {
        int depth = graph.drain.nextDepth();
        RuntimeException unsettled = unsettled(depth);
        if (unsettled != null) {
            throw unsettled;
        }
        if (depth == 0 && !unsettledNames.isEmpty()) {
            unsettledNames = Set.of();
        }
    }

    @Nullable
    RuntimeException unsettled(int depth) {
        return depth > maxRounds ? graph.host.unsettled(maxRounds, unsettledNames) : null;
    }

    boolean collectsNames() {
        return graph.nextDepth() > maxRounds / 2;
    }

    void noteNames(List<Tracer.Written> changes) {
        if (collectsNames()) {
            if (unsettledNames.isEmpty()) {
                unsettledNames = new LinkedHashSet<>();
            }
            for (Tracer.Written change : changes) {
                unsettledNames.add(change.definition().name());
            }
        }
    }

    // ---- under the lock -----------------------------------------------------------------------------------------

    void checkMayWrite() {
        if (guarded != 0) {
            throw graph.host.writeWhileComputing(graph.table.definition(guarded));
        }
        if (graph.propagation.running()) {
            throw graph.host.writeWhileComputing(graph.propagation.runningDefinition());
        }
    }

    /** Refuses writes while a definition's equality or interceptor runs; returns what was set before. */
    long guard(long definition) {
        long outer = guarded;
        guarded = definition;
        return outer;
    }

    void writeInside(Definition definition, @Nullable Object proposed, boolean intercepted) {
        Source node = (Source) graph.node(definition);
        Object present = node.newest();
        Object value = proposed;
        if (Sameness.same(graph, definition, present, value)) {
            return;
        }
        if (intercepted && !definition.hidden()) {
            value = intercept(definition, present, proposed);
            if (value != proposed && Sameness.same(graph, definition, present, value)) {
                return;
            }
        }
        graph.transaction.write(node, definition, value);
    }

    private @Nullable Object intercept(Definition definition, @Nullable Object present, @Nullable Object proposed) {
        long outer = guard(definition.id);
        try {
            return graph.host.beforeWrite(definition, present, proposed);
        } finally {
            guard(outer);
        }
    }

    void restore(View view) {
        if (view.isClosed()) {
            throw graph.host.viewClosed();
        }
        List<Node> sources = new ArrayList<>();
        graph.table.forEach(node -> {
            if (node instanceof Source) {
                sources.add(node);
            }
        });
        for (Node node : sources) {
            Definition definition = node.definition();
            if (definition != null && !definition.hidden()) {
                writeInside(definition, view.sourceValue(node), false);
            }
        }
    }

    /** Publishes what was written; the cause, for tools, is the verb with the name of what was written. */
    void commit(String verb, @Nullable Definition object) {
        if (graph.now() != graph.committed() && !graph.inbox.runsTask()) {
            graph.drain.noteCommit();
        }
        graph.transaction.commit(graph.tracer == null || object == null ? verb : verb + object.name());
        if (graph.effectViewPinned() && graph.drain.runningEffect() != null) {
            graph.pinEffectView();
        }
    }
}
