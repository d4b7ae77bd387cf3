package io.atoms.graph;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The lives of watchers and effects: made, taken their turn, linked, disposed. */
final class Observing {

    private final Graph graph;

    /** The living ones. Guarded by the lock. */
    private final Registry registry = new Registry();

    /** Disposed observers that a thread could not unlink without breaking the lock order. */
    private final ConcurrentLinkedQueue<Observer> deferredDisposals = new ConcurrentLinkedQueue<>();

    /** Registration numbers of watchers and effects. Guarded by the lock. */
    private long registrations;

    /** No new ones are taken. Guarded by the lock. */
    private boolean closing;

    Observing(Graph graph) {
        this.graph = graph;
    }

    List<Observer> living() {
        return registry.copy();
    }

    /** Subscribes to the changes of a node. */
    Watcher watch(Definition definition, Watcher.Callback callback) {
        Watcher watcher;
        openForRegistration();
        try {
            Node node = graph.node(definition);
            if (node instanceof Derived derived && derived.validUntil < graph.now()) {
                if (derived.active) {
                    throw graph.propagation.cycle(derived);
                }
                graph.propagation.refresh(derived, definition);
            }
            watcher = new Watcher(graph, node, callback, ++registrations, graph.now());
            if (graph.now() != graph.committed()) {
                watcher.startFrom(node.newest());
            }
            graph.edges.attach(watcher, definition);
            registry.add(watcher);
            Watcher added = watcher;
            graph.transaction.journal(any -> disposeInside(added));
        } finally {
            graph.unlock();
        }
        try {
            graph.drainIfNeeded();
        } catch (Throwable error) {
            watcher.dispose();
            throw error;
        }
        return watcher;
    }

    private void openForRegistration() {
        graph.ensureOpen();
        Held held = Held.current();
        if (held.evaluating != null) {
            throw graph.host.writeWhileComputing(held.evaluating);
        }
        if (graph.insideByThisThread()) {
            graph.checkMayWrite();
        } else if (held.innermost() != null && held.innermost().order > graph.order) {
            throw graph.host.lockOrder(held.innermost().host);
        }
        graph.lockForMaintenance();
        if (graph.isClosed() || closing) {
            graph.unlock();
            throw graph.host.closed();
        }
    }

    /** Takes the lock for a disposal, or leaves that to the next session if waiting would break the lock order. */
    private boolean lockToDispose(Observer observer) {
        Graph outer = Held.current().innermost();
        if (outer == null || outer.order <= graph.order) {
            graph.lockForMaintenance();
            return true;
        }
        if (graph.tryEnter()) {
            return true;
        }
        deferredDisposals.add(observer);
        return false;
    }

    void disposeDeferred() {
        Observer observer;
        while ((observer = deferredDisposals.poll()) != null) {
            if (observer instanceof Watcher watcher) {
                disposeInside(watcher);
            } else if (observer instanceof Effect effect) {
                disposeInside(effect);
            }
        }
    }

    void dispose(Watcher watcher) {
        if (!lockToDispose(watcher)) {
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
            registry.remove(watcher);
            graph.edges.detach(watcher);
            graph.edges.sweep();
        }
    }

    /** Makes an effect; its first run is queued. Outside listeners and transactions it has run when this returns. */
    Effect effect(Definition label, Effect.Body body) {
        Effect effect;
        openForRegistration();
        try {
            EffectRun run = graph.drain.currentRun();
            Effect owner = run == null ? null : run.effect();
            effect = new Effect(graph, label, body, ++registrations, owner);
            registry.add(effect);
            if (owner != null) {
                owner.adopt(effect);
            }
            Effect added = effect;
            graph.transaction.journal(any -> disposeInside(added));
            if (graph.tracer != null) {
                graph.tracer.created(label);
            }
            effect.queued = true;
            if (owner != null && owner.isDisposed()) {
                disposeInside(effect);
            } else {
                graph.round().run(effect);
            }
        } finally {
            graph.unlock();
        }
        try {
            graph.drainIfNeeded();
        } catch (Throwable error) {
            effect.dispose();
            throw error;
        }
        return effect;
    }

    /** Whether a dependency of the effect really changed; brings them up to date in order until one did. */
    boolean dirty(Effect effect) {
        for (int i = 0; i < effect.dependencyCount; i++) {
            Node dependency = effect.dependencies[i];
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
            if (dependency.tick() != effect.seen[i]) {
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

    Turn takeTurn(Effect effect) {
        graph.lockForMaintenance();
        try {
            effect.queued = false;
            if (effect.isDisposed()) {
                return Turn.SKIP;
            }
            boolean run = effect.dirty || dirty(effect);
            effect.dirty = false;
            if (!run || effect.isDisposed()) {
                return Turn.SKIP;
            }
            if (effect.hasCleanups() || effect.hasChildren()) {
                return Turn.CLEAN_UP;
            }
            beginInside(effect);
            return Turn.RUN;
        } finally {
            graph.unlock();
        }
    }

    /** Begins the run after the cleanups; false if they disposed the effect. */
    boolean beginRun(Effect effect) {
        graph.lockForMaintenance();
        try {
            if (effect.isDisposed()) {
                return false;
            }
            beginInside(effect);
            return true;
        } finally {
            graph.unlock();
        }
    }

    private void beginInside(Effect effect) {
        effect.running = true;
        graph.effectView.rebase(graph.committed());
    }

    /** Links what the run read, and queues the effect again if any of that has changed since it was read. */
    void endRun(Effect effect, EffectRun run, int depth) {
        graph.lockForMaintenance();
        try {
            graph.effectView.rebase(Long.MAX_VALUE);
            effect.running = false;
            effect.recomputes += graph.counting ? 1 : 0;
            if (effect.isDisposed()) {
                disposeInside(effect);
                return;
            }
            if (linkHolding(effect, run)) {
                effect.queued = true;
                Round again = new Round(depth);
                again.run(effect);
                graph.drain.enqueue(again);
            }
        } finally {
            graph.unlock();
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
        List<Node> nodes = new ArrayList<>(run.count());
        for (int i = 0; i < run.count(); i++) {
            Node node = run.node(i);
            nodes.add(node);
            if (!stale && node instanceof Derived derived && derived.validUntil < graph.now()) {
                graph.propagation.refresh(derived, run.definition(i));
            }
            stale |= node.tick() != run.tick(i);
        }
        if (!effect.linked()) {
            return false;
        }
        graph.propagation.tracking.begin(effect);
        for (int i = 0; i < nodes.size(); i++) {
            graph.propagation.tracking.track(nodes.get(i), run.tick(i));
        }
        graph.propagation.tracking.finish();
        return stale;
    }

    void dispose(Effect effect) {
        if (!lockToDispose(effect)) {
            return;
        }
        try {
            if (effect.owner != null) {
                effect.owner.disown(effect);
            }
            disposeInside(effect);
        } finally {
            graph.unlock();
        }
        graph.drainIfNeeded();
    }

    /** Unlinks the effect and the effects made in its run; their cleanups are left to the graph.drain. */
    private void disposeInside(Effect effect) {
        if (effect.place() < 0) {
            return;
        }
        unlink(effect);
        if (!effect.running) {
            graph.round().task("cleanup of " + effect.label.name(), () -> graph.drain.cleanUp(effect));
        }
    }

    private void unlink(Effect effect) {
        registry.remove(effect);
        for (int i = 0; i < effect.dependencyCount; i++) {
            graph.edges.detach(effect, i);
        }
        effect.clearDependencies();
        effect.markDisposed();
        graph.edges.sweep();
    }

    /** Ends the effects made in the last run; the caller runs their cleanups. */
    List<Effect> disposeChildren(Effect effect) {
        graph.lockForMaintenance();
        try {
            List<Effect> children = effect.takeChildren();
            for (Effect child : children) {
                if (child.place() >= 0) {
                    unlink(child);
                }
            }
            return children;
        } finally {
            graph.unlock();
        }
    }

    void closeInside() {
        if (closing) {
            return;
        }
        closing = true;
        for (Observer observer : registry.copy()) {
            if (observer instanceof Watcher watcher) {
                disposeInside(watcher);
                graph.round().task("close", watcher.callback::closed);
            } else if (observer instanceof Effect effect) {
                disposeInside(effect);
            }
        }
        graph.round().task("close", graph::end);
    }
}
