package io.atoms.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Back edges, from a node to those who observe it. They exist only from observed dependents (R26): observing a node
 * adds it to its dependencies' dependents, and so on down; the last observer's leaving takes all that back. Both go
 * down with a list of their own, because graphs are deep. All under the graph's lock.
 */
final class Edges {

    private final Graph graph;

    /** Nodes whose last observer may have left; see {@link #sweep}. Null before the first. */
    private @Nullable List<Node> loose;

    /** Nodes whose first observer has come, not linked yet. Null before the first. */
    private @Nullable List<Derived> observing;

    Edges(Graph graph) {
        this.graph = graph;
    }

    /** Makes the node a dependency of the dependent at this place. The node must be current. */
    void attach(Dependent dependent, int place) {
        link(dependent, place);
        connectNewlyObserved();
    }

    void attach(Watcher watcher, Definition definition) {
        boolean connected = watcher.node.observers != null;
        observe(watcher.node, definition).add(watcher);
        gain(watcher.node, connected);
        connectNewlyObserved();
    }

    private Observers observe(Node node) {
        return observe(node, node.get());
    }

    private Observers observe(Node node, @Nullable Definition known) {
        Observers observers = node.observers;
        if (observers != null) {
            return observers;
        }
        Definition definition = known;
        if (definition == null) {
            // Nobody can write it, or ask for it by name. If it has to be computed, its dependents run instead.
            definition = new Orphan();
        }
        observers = new Observers(definition);
        node.observers = observers;
        if (node instanceof Derived derived) {
            if (derived.validUntil >= graph.now()) {
                derived.validUntil(Derived.CURRENT);
            }
            observing = added(observing, derived);
        }
        noteTurned(node, definition);
        return observers;
    }

    /**
     * The last first. A node that is asked for is the first that its dependent observes, so when its turn comes nothing is
     * left that was observed before it: all that is not in the list is connected, as {@link #gain} needs it.
     */
    private void connectNewlyObserved() {
        while (observing != null && !observing.isEmpty()) {
            Derived derived = observing.remove(observing.size() - 1);
            derived.makeRoomForBackIndexes();
            for (int i = 0; i < derived.dependencyCount; i++) {
                link(derived, i);
            }
        }
    }

    private void link(Dependent dependent, int place) {
        Node node = dependent.dependency(place);
        boolean connected = node.observers != null;
        dependent.backIndex(place, observe(node).add(dependent, place));
        if (place == 0 && asks(dependent)) {
            gain(node, connected);
        }
    }

    /** Whether the dependent, when it is stale, asks for its first dependency in any case. */
    static boolean asks(Dependent dependent) {
        return dependent instanceof Effect effect
                ? effect.owner == null
                : dependent.observers != null && dependent.observers.surelyAsked();
    }

    /**
     * One more asks for the node. If it is the first, the node asks for its own first dependency, too, and so on down; if its
     * edges are not there yet, it will when they are made.
     */
    private static void gain(Node start, boolean connected) {
        Node node = start;
        while (node != null && node.observers != null && node.observers.beginAsking()) {
            node = connected || node != start ? firstDependency(node) : null;
        }
    }

    /** One less asks for the node; if it was the last, the node asks no more, and so on down. */
    private static void lose(@Nullable Node start) {
        Node node = start;
        while (node != null && node.observers != null && node.observers.endAsking()) {
            node = firstDependency(node);
        }
    }

    private static @Nullable Node firstDependency(Node node) {
        return node instanceof Derived derived && derived.dependencyCount > 0 ? derived.dependency(0) : null;
    }

    /** Takes the dependent out of the node's dependents; {@link #sweep} must follow. */
    void detach(Dependent dependent, int place) {
        Node node = dependent.dependency(place);
        Observers observers = node.observers;
        if (observers != null) {
            observers.remove(dependent.backIndex(place));
            if (place == 0 && asks(dependent)) {
                lose(node);
            }
            loose = added(loose, node);
        }
    }

    void detach(Watcher watcher) {
        Observers observers = watcher.node.observers;
        if (observers != null) {
            observers.remove(watcher);
            lose(watcher.node);
            loose = added(loose, watcher.node);
        }
    }

    /** Ends the observation of nodes that nobody observes any more, and of what only they observed. */
    void sweep() {
        while (loose != null && !loose.isEmpty()) {
            Node node = loose.remove(loose.size() - 1);
            Observers observers = node.observers;
            if (observers == null) {
                continue;
            }
            if (observers.none()) {
                unobserve(node, observers);
            } else if (node instanceof Derived derived && derived.cyclic) {
                sweepCycle(derived, observers);
            }
        }
    }

    private void unobserve(Node node, Observers observers) {
        node.observers = null;
        if (node instanceof Derived derived) {
            if (observers.surelyAsked()) { // by those on a cycle with it
                lose(firstDependency(derived));
            }
            if (derived.validUntil == Derived.CURRENT) {
                graph.transaction.journalUnobserved(derived);
                derived.validUntil(graph.now());
            }
            for (int i = 0; i < derived.dependencyCount; i++) {
                detach(derived, i);
            }
        }
        noteTurned(node, observers.definition);
    }

    /**
     * Nodes on a cycle observe each other and would do so for ever. If no watcher and no effect reaches the node over
     * its dependents, cut it loose.
     */
    private void sweepCycle(Derived start, Observers own) {
        Set<Derived> above = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayList<Derived> todo = new ArrayList<>();
        todo.add(start);
        while (!todo.isEmpty()) {
            Derived derived = todo.remove(todo.size() - 1);
            Observers observers = derived.observers;
            if (observers == null) {
                continue;
            }
            if (observers.watcherCount > 0) {
                return;
            }
            for (int i = 0; i < observers.dependentCount; i++) {
                if (!(observers.dependent(i) instanceof Derived dependent)) {
                    return;
                }
                if (above.add(dependent)) {
                    todo.add(dependent);
                }
            }
        }
        if (above.contains(start)) {
            unobserve(start, own);
        }
    }

    private static <T> List<T> added(@Nullable List<T> list, T element) {
        List<T> present = list == null ? new ArrayList<>() : list;
        present.add(element);
        return present;
    }

    private void noteTurned(Node node, Definition definition) {
        if (definition.mountable() || graph.tracer != null) {
            graph.mounts.turned(node, definition);
        }
    }

    /** Stands in for the collected definition of a node that is still a dependency. */
    static final class Orphan extends Definition {
        Orphan() {
            super(Kind.SOURCE);
        }

        @Override
        public String name() {
            return "collected atom";
        }

        @Override
        protected boolean same(@Nullable Object a, @Nullable Object b) {
            return a == b;
        }
    }
}
