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

    int dependentCount;

    /** The first dependent, kept apart from the array of the others: many nodes have no other. */
    @Nullable
    Dependent first;

    private int firstPosition;

    @Nullable
    Dependent[] others = NO_DEPENDENTS;

    private int[] othersPositions = NO_POSITIONS;

    Watcher[] watchers = NO_WATCHERS;

    int watcherCount;

    /**
     * Two things in one, for a field more would be eight bytes more. The lowest bit: the node is among those whose watchers
     * this transaction may have to tell. The others: how many of the observers ask for the node whatever else has changed.
     */
    private int askingAndTouched;

    Observers(Definition definition) {
        this.definition = definition;
    }

    boolean none() {
        return dependentCount == 0 && watcherCount == 0;
    }

    boolean touched() {
        return (askingAndTouched & 1) != 0;
    }

    void touched(boolean touched) {
        askingAndTouched = touched ? askingAndTouched | 1 : askingAndTouched & ~1;
    }

    int asking() {
        return askingAndTouched >> 1;
    }

    /** Whether somebody who observes the node asks for it whatever else has changed. */
    boolean surelyAsked() {
        return askingAndTouched > 1;
    }

    /** One more asks for the node. Returns whether that is the first. */
    boolean beginAsking() {
        askingAndTouched += 2;
        return askingAndTouched >> 1 == 1;
    }

    /** One less asks for the node. Returns whether that was the last. */
    boolean endAsking() {
        askingAndTouched -= 2;
        return askingAndTouched >> 1 == 0;
    }

    /** An observed dependent; one that has the node as several of its dependencies is there several times. */
    @SuppressWarnings("NullAway") // set below the count
    Dependent dependent(int index) {
        return index == 0 ? first : others[index - 1];
    }

    /** The place of this node among the dependencies of the dependent. */
    int position(int index) {
        return index == 0 ? firstPosition : othersPositions[index - 1];
    }

    private void set(int index, @Nullable Dependent dependent, int position) {
        if (index == 0) {
            first = dependent;
            firstPosition = position;
        } else {
            others[index - 1] = dependent;
            othersPositions[index - 1] = position;
        }
    }

    int add(Dependent dependent, int position) {
        int index = dependentCount;
        if (index > others.length) {
            int capacity = Math.max(2, index + (index >> 1));
            others = Arrays.copyOf(others, capacity);
            othersPositions = Arrays.copyOf(othersPositions, capacity);
        }
        set(index, dependent, position);
        dependentCount = index + 1;
        return index;
    }

    /** Removes by moving the last into its place: the order of dependents means nothing. */
    void remove(int index) {
        int last = --dependentCount;
        Dependent moved = dependent(last);
        int position = position(last);
        set(last, null, 0);
        if (index != last) {
            set(index, moved, position);
            moved.backIndex(position, index);
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
