package io.atoms.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who observes a node: dependents that are observed themselves, and watchers. Exists as long as there is one, and keeps
 * the definition alive meanwhile. Guarded by the graph's lock.
 */
final class Observers {

    private static final Dependent[] NO_DEPENDENTS = {};
    private static final int[] NO_POSITIONS = {};
    private static final Watcher[] NO_WATCHERS = {};

    final Definition definition;

    /** Observed dependents; one that has the node as several of its dependencies is there several times. */
    Dependent[] dependents = NO_DEPENDENTS;

    /** {@code positions[i]} is the place of this node among the dependencies of {@code dependents[i]}. */
    int[] positions = NO_POSITIONS;

    int dependentCount;

    Watcher[] watchers = NO_WATCHERS;

    int watcherCount;

    /** Whether the node is among those whose watchers this transaction may have to tell. */
    boolean touched;

    Observers(Definition definition) {
        this.definition = definition;
    }

    boolean none() {
        return dependentCount == 0 && watcherCount == 0;
    }

    int add(Dependent dependent, int position) {
        int index = dependentCount;
        if (index == dependents.length) {
            int capacity = Math.max(2, index + (index >> 1));
            dependents = Arrays.copyOf(dependents, capacity);
            positions = Arrays.copyOf(positions, capacity);
        }
        dependents[index] = dependent;
        positions[index] = position;
        dependentCount = index + 1;
        return index;
    }

    /** Removes by moving the last into its place: the order of dependents means nothing. */
    @SuppressWarnings("NullAway") // the freed element of a non-null array
    void remove(int index) {
        int last = --dependentCount;
        Dependent moved = dependents[last];
        int position = positions[last];
        dependents[last] = null;
        if (index != last) {
            dependents[index] = moved;
            positions[index] = position;
            moved.backIndexes[position] = index;
        }
    }

    void add(Watcher watcher) {
        if (watcherCount == watchers.length) {
            watchers = Arrays.copyOf(watchers, Math.max(1, watcherCount * 2));
        }
        watcher.index = watcherCount;
        watchers[watcherCount++] = watcher;
    }

    @SuppressWarnings("NullAway") // the freed element of a non-null array
    void remove(Watcher watcher) {
        int last = --watcherCount;
        Watcher moved = watchers[last];
        watchers[last] = null;
        if (moved != watcher) {
            watchers[watcher.index] = moved;
            moved.index = watcher.index;
        }
    }

    @Nullable
    Watcher watcher(int index) {
        return index < watcherCount ? watchers[index] : null;
    }
}
