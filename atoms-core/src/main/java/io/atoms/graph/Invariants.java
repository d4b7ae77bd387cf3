package io.atoms.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * What holds whenever no thread is inside a lock session:
 *
 * I1  observed(n)  <=>  n has a watcher or a dependent among its observers.
 * I2  linked(d)    =>   for all i: dependency(i).observers.dependent(backIndex(i)) = (d, i).
 * I3  (d, i) among the dependents of n  =>  linked(d) and dependencies[i] of d is n.
 * I4  d observed, derived and current  =>  every dependency is current, and seen[i] is its tick (cycles aside).
 * I5  d observed, derived and not current  =>  every derived dependent is not current, every effect queued or running.
 * I6  d derived and not observed  =>  validUntil is finite.
 * I7  no tick is above the committed epoch.
 * I8  nothing is left of the last transaction: journal, stack, marks.
 * I9  asking(n) is the number of watchers of n, of effects without an owner whose first dependency is n, and of derived
 *     nodes whose first dependency is n and whose own asking is above 0 (cycles aside).
 */
final class Invariants {

    private final Graph graph;
    private final List<Observer> observers;

    /** A node was once on a cycle: then nodes may ask for each other. */
    private boolean anyCycle;

    Invariants(Graph graph, List<Observer> observers) {
        this.graph = graph;
        this.observers = observers;
    }

    void check() {
        require(graph.transaction.idle() && graph.propagation.idle() && graph.wave.idle(), 8, null);
        graph.table.forEach(node -> anyCycle |= node instanceof Derived derived && derived.cyclic);
        graph.table.forEach(this::checkNode);
        for (Observer observer : observers) {
            if (observer instanceof Effect effect) {
                checkLinks(effect);
            }
        }
    }

    private void checkNode(Node node) {
        require(node.tick() <= graph.committed(), 7, node);
        Observers observing = node.observers;
        if (observing != null) {
            require(!observing.none(), 1, node);
            require(!observing.touched(), 8, node);
            int asking = observing.watcherCount;
            for (int i = 0; i < observing.dependentCount; i++) {
                Dependent dependent = observing.dependent(i);
                asking += observing.position(i) == 0 && Edges.asks(dependent) ? 1 : 0;
                int place = observing.position(i);
                require(dependent.linked() && place < dependent.dependencyCount, 3, node);
                require(dependent.dependency(place) == node && dependent.backIndex(place) == i, 3, node);
            }
            require(observing.asking() == asking || anyCycle, 9, node);
        }
        if (node instanceof Derived derived) {
            checkDerived(derived);
        }
    }

    private void checkDerived(Derived derived) {
        require(derived.level == 0 && (derived.runs & 1) == 0, 8, derived);
        if (derived.observers == null) {
            require(derived.validUntil != Derived.CURRENT, 6, derived);
            return;
        }
        checkLinks(derived);
        if (derived.validUntil == Derived.CURRENT) {
            for (int i = 0; i < derived.dependencyCount && !derived.cyclic; i++) {
                Node dependency = derived.dependency(i);
                require(!(dependency instanceof Derived d) || d.validUntil == Derived.CURRENT, 4, derived);
                require(dependency.tick() == derived.seen(i), 4, derived);
            }
        } else {
            for (int i = 0; i < derived.observers.dependentCount; i++) {
                Dependent dependent = derived.observers.dependent(i);
                boolean marked = dependent instanceof Derived d
                        ? d.validUntil != Derived.CURRENT || d.cyclic
                        : ((Effect) dependent).queued || ((Effect) dependent).running;
                require(marked, 5, derived);
            }
            require(derived.observers.watcherCount == 0 || derived.cyclic, 5, derived);
        }
    }

    private void checkLinks(Dependent dependent) {
        for (int i = 0; i < dependent.dependencyCount; i++) {
            Observers observing = dependent.dependency(i).observers;
            require(observing != null, 2, dependent);
            if (observing != null) {
                int index = dependent.backIndex(i);
                require(index < observing.dependentCount && observing.dependent(index) == dependent, 2, dependent);
                require(observing.position(index) == i, 2, dependent);
            }
        }
    }

    private static void require(boolean holds, int invariant, @Nullable Node node) {
        if (!holds) {
            Definition definition =
                    node instanceof Effect effect ? effect.label : node == null ? null : node.definition();
            throw new AssertionError(
                    "I" + invariant + " broken" + (definition == null ? "" : " at " + definition.name()));
        }
    }
}
