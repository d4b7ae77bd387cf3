package io.atoms.graph;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lives of watchers and effects: made, taken their turn, linked, disposed. It is the registry of the living ones, too,
 * to be one object with it: there is one for each store.
 */
final class Observing extends Registry {

    private final Graph graph;

    /** The end of an effect's run on a thread that did not get the lock. Set by the drain, taken under the lock. */
    private volatile @Nullable Runnable unfinished;

    /** Registration numbers of watchers and effects. Guarded by the lock. */
    private long registrations;

    /** How many living effects were made in the run of another. Guarded by the lock. */
    private int owned;

    /** No new ones are taken. Guarded by the lock. */
    private boolean closing;

    /** The end is queued. Guarded by the lock. */
    private boolean ending;

    /** An effect's body runs, or what it led to is not recorded yet. Guarded by the lock. */
    private boolean running;

    Observing(Graph graph) {
        this.graph = graph;
    }

    boolean hasOwned() {
        return owned > 0;
    }

    /** Subscribes to the changes of a node. */
    Watcher watch(Definition definition, Watcher.Callback callback) {
        Watcher watcher;
        openForRegistration();
        try {
            watcher = register(definition, callback);
        } catch (Throwable error) {
            graph.unlockAfter(error);
            throw error;
        }
        graph.unlock();
        try {
            graph.drainIfNeeded();
        } catch (Throwable error) {
            watcher.dispose();
            throw error;
        }
        return watcher;
    }

    /** For a task of the inbox; null if no new ones are taken. */
    @Nullable
    Watcher watchInside(Definition definition, Watcher.Callback callback) {
        return graph.isClosed() || closing ? null : register(definition, callback);
    }

    private Watcher register(Definition definition, Watcher.Callback callback) {
        Node node = graph.node(definition);
        if (node instanceof Derived derived && derived.validUntil < graph.now()) {
            if (derived.level != 0) {
                throw graph.propagation.cycle(derived);
            }
            graph.propagation.refresh(derived, definition);
        }
        Watcher watcher = new Watcher(graph, node, callback, ++registrations, graph.now());
        if (graph.now() != graph.committed()) {
            watcher.startFrom(node.newest());
        }
        graph.edges.attach(watcher, definition);
        add(watcher);
        graph.transaction.journal(any -> disposeInside(watcher));
        return watcher;
    }

    private void openForRegistration() {
        graph.ensureOpen();
        Held held = graph.held();
        if (held.evaluating != null) {
            throw graph.host.writeWhileComputing(held.evaluating);
        }
        if (graph.insideByThisThread()) {
            graph.writing.checkMayWrite();
        } else if (held.innermost() != null && held.innermost().order > graph.order) {
            throw graph.host.lockOrder(held.innermost().host);
        }
        graph.lockForMaintenance();
        if (graph.isClosed() || closing) {
            RuntimeException closed = graph.host.closed();
            graph.unlockAfter(closed);
            throw closed;
        }
    }

    /** Takes the lock, unless this thread must not wait for it, for its own sake or for the order of locks. */
    private boolean lockToDispose() {
        Graph outer = graph.held().innermost();
        boolean inOrder = outer == null || outer.order < graph.order;
        if (graph.insideByThisThread() || (inOrder && graph.mayWait())) {
            graph.lockForMaintenance();
            return true;
        }
        return graph.tryEnter();
    }

    void dispose(Watcher watcher) {
        if (!lockToDispose()) {
            graph.inbox.submit(() -> disposeInside(watcher));
            return;
        }
        try {
            disposeInside(watcher);
        } finally {
            graph.unlock();
        }
        graph.drainIfNeeded();
    }

    private void disposeInside(Watcher watcher) {
        if (watcher.place() >= 0) {
            watcher.markDisposed();
            remove(watcher);
            graph.edges.detach(watcher);
            graph.edges.sweep();
        }
    }

    /** Makes an effect; its first run is queued. Outside listeners and transactions it has run when this returns. */
    Effect effect(Definition label, Effect.Body body) {
        Effect effect;
        openForRegistration();
        try {
            Effect owner = graph.drain.runningEffect();
            effect = new Effect(graph, label, body, ++registrations, owner);
            add(effect);
            if (owner != null) {
                owner.adopt(effect);
                owned++;
            }
            if (graph.transaction.inBody()) {
                Effect added = effect;
                graph.transaction.journal(any -> disposeInside(added));
            }
            if (graph.tracer != null) {
                graph.tracer.created(label);
            }
            effect.queued = true;
            if (owner != null && owner.isDisposed()) {
                disposeInside(effect);
            } else {
                graph.round().run(effect);
            }
        } catch (Throwable error) {
            graph.unlockAfter(error);
            throw error;
        }
        try {
            graph.unlockAndDrain();
        } catch (Throwable error) {
            effect.dispose();
            throw error;
        }
        return effect;
    }

    /** Whether a dependency of the effect really changed; brings them up to date in order until one did. */
    boolean dirty(Effect effect) {
        for (int i = 0; i < effect.dependencyCount; i++) {
            Node dependency = effect.dependency(i);
            if (dependency instanceof Derived derived && derived.validUntil < graph.now()) {
                Definition definition = derived.definition();
                if (definition == null || derived.collected()) {
                    return true;
                }
                graph.propagation.refresh(derived, definition);
                if (i >= effect.dependencyCount) {
                    return false;
                }
            }
            if (dependency.tick() != effect.seen(i)) {
                return true;
            }
        }
        return false;
    }

    /** What the drain has to do with an effect whose turn it is. */
    enum Turn {
        /** Nothing: disposed, or no dependency really changed. */
        SKIP,
        /** Clean up after the run before, then begin. */
        CLEAN_UP,
        /** The run has begun. */
        RUN
    }

    /** Ends the lock session in which it is called; adds the effects that end with the run before. */
    Turn takeTurn(Effect effect, List<Effect> ended) {
        try {
            finish();
            effect.dirty = !effect.isDisposed() && (effect.dirty || dirty(effect));
            if (!effect.dirty || effect.isDisposed()) {
                effect.dirty = false;
                effect.queued = false;
                return Turn.SKIP;
            }
            unlinkChildren(effect, ended);
            if (effect.hasCleanups() || !ended.isEmpty()) {
                return Turn.CLEAN_UP;
            }
            return begin(effect);
        } finally {
            graph.unlock();
        }
    }

    /** Begins the run after the cleanups, unless they disposed the effect; ends the lock session. */
    Turn beginRun(Effect effect) {
        try {
            return begin(effect);
        } finally {
            graph.unlock();
        }
    }

    private Turn begin(Effect effect) {
        effect.dirty = false;
        effect.queued = false;
        if (effect.isDisposed()) {
            return Turn.SKIP;
        }
        effect.running = true;
        running = true;
        graph.turns.open();
        return Turn.RUN;
    }

    /** Links what the run read; ends the lock session. Adds the effects that it found disposed. */
    void endRun(Effect effect, EffectRun run, int depth, List<Effect> ended) {
        try {
            end(effect, run, depth, ended);
            endWhenClosing(); // the drain goes on with it after the cleanups of this effect
        } finally {
            graph.unlock();
        }
    }

    /** As {@link #endRun}, without the lock: done by its holder, or before the next effect's turn. */
    void endRunLater(Effect effect, EffectRun run, int depth) {
        unfinished = () -> {
            List<Effect> ended = new ArrayList<>(0);
            end(effect, run, depth, ended);
            ended.forEach(this::leaveCleanup);
            endWhenClosing();
        };
        graph.inbox.submit(this::finish);
    }

    private void finish() {
        Runnable end = unfinished;
        if (end != null) {
            unfinished = null;
            end.run();
        }
    }

    /** Queues the effect again if anything that its run read has changed since it was read. */
    private void end(Effect effect, EffectRun run, int depth, List<Effect> ended) {
        effect.running = false;
        effect.queued = false;
        running = false;
        if (graph.counting) {
            effect.countRun(false);
        }
        if (effect.isDisposed()) {
            if (effect.place() >= 0) {
                unlink(effect);
            }
            ended.add(effect);
            unlinkChildren(effect, ended);
        } else if (linkHolding(effect, run)) {
            effect.queued = true;
            Round again = new Round(depth);
            again.run(effect);
            graph.drain.enqueue(again);
        }
    }

    /** After the cleanups, the last of which are those of a run that closing found going on. */
    private void endWhenClosing() {
        if (closing && !running && !ending) {
            ending = true;
            graph.round().task("close", graph::endAfterCleanups);
        }
    }

    /** The run holds the definitions that are being linked. */
    private boolean linkHolding(Effect effect, EffectRun run) {
        try {
            return link(effect, run);
        } finally {
            Reference.reachabilityFence(run);
        }
    }

    private boolean link(Effect effect, EffectRun run) {
        boolean stale = false;
        for (int i = 0; i < run.count(); i++) {
            Node node = run.node(i);
            if (!stale && node instanceof Derived derived && derived.validUntil < graph.now()) {
                graph.propagation.refresh(derived, run.definition(i));
            }
            stale |= node.tick() != run.tick(i);
        }
        if (!effect.linked()) {
            return false;
        }
        graph.propagation.tracking.begin(effect);
        for (int i = 0; i < run.count(); i++) {
            graph.propagation.tracking.track(run.node(i), run.tick(i));
        }
        graph.propagation.tracking.finish();
        return stale;
    }

    void dispose(Effect effect) {
        if (!lockToDispose()) {
            graph.inbox.submit(() -> disownAndDispose(effect));
            return;
        }
        try {
            disownAndDispose(effect);
        } finally {
            graph.unlock();
        }
        graph.drainIfNeeded();
    }

    private void disownAndDispose(Effect effect) {
        if (effect.owner != null) {
            effect.owner.disown(effect);
        }
        disposeInside(effect);
    }

    /** Unlinks the effect and the effects made in its run; their cleanups, in this order, are left to the drain. */
    private void disposeInside(Effect effect) {
        if (effect.place() < 0) {
            return;
        }
        unlink(effect);
        if (!effect.running) {
            List<Effect> ended = new ArrayList<>(0);
            unlinkChildren(effect, ended);
            leaveCleanup(effect);
            ended.forEach(this::leaveCleanup);
        }
    }

    /** While an effect is queued its body may be running, which may leave something to clean up. */
    private void leaveCleanup(Effect effect) {
        if (effect.queued || effect.hasCleanups()) {
            graph.round().cleanUp(effect);
        }
    }

    /** Ends the effects made in the last run, and those made in theirs: outer before inner (R18). */
    private void unlinkChildren(Effect effect, List<Effect> ended) {
        if (!effect.hasChildren()) {
            return;
        }
        for (Effect child : effect.takeChildren()) {
            if (child.place() >= 0) {
                unlink(child);
                ended.add(child);
            }
            unlinkChildren(child, ended);
        }
    }

    private void unlink(Effect effect) {
        remove(effect);
        owned -= effect.owner == null ? 0 : 1;
        for (int i = 0; i < effect.dependencyCount; i++) {
            graph.edges.detach(effect, i);
        }
        effect.clearDependencies();
        effect.markDisposed();
        graph.edges.sweep();
    }

    void closeInside() {
        if (closing) {
            return;
        }
        closing = true;
        for (Observer observer : living()) {
            if (observer instanceof Watcher watcher) {
                disposeInside(watcher);
                graph.round().task("close", watcher.callback::closed);
            } else if (observer instanceof Effect effect) {
                disposeInside(effect);
            }
        }
        endWhenClosing();
    }
}
