package io.atoms.graph;

import java.lang.ref.ReferenceQueue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node with dependencies: those its last run read, in the order of first reads, each with the tick of the version that the
 * run saw. While the node is observed (for an effect: while it lives), each also has a back index, the node's place among
 * the dependents of that dependency.
 *
 * <p>The first dependency is kept apart from the arrays of the others, because many nodes have no other.
 *
 * <p>Written under the lock, but for what an effect has seen, see {@link EffectRun}. {@link Validation} and the drain look
 * at them without it: they may find a place empty.
 */
abstract class Dependent extends Node {

    private static final Node[] NO_NODES = {};
    private static final long[] NO_TICKS = {};
    private static final int[] NO_INDEXES = {};

    /** What {@link #seen} is of a place that is empty. */
    private static final long NEVER = -2;

    int dependencyCount;

    private @Nullable Node first;

    private int firstBackIndex;

    private long firstSeen;

    private @Nullable Node[] others = NO_NODES;

    private long[] othersSeen = NO_TICKS;

    private int[] othersBackIndexes = NO_INDEXES;

    /** Null while nothing was counted, as in most graphs. */
    private @Nullable Counts counts;

    private static final class Counts {
        int recomputes;
        int cutOffs;
    }

    Dependent(@Nullable Definition definition, @Nullable ReferenceQueue<Definition> queue, int hash) {
        super(definition, queue, hash);
    }

    /** Whether its dependencies have it among their dependents. */
    abstract boolean linked();

    /** For a graph that counts. */
    final void countRun(boolean cutOff) {
        if (counts == null) {
            counts = new Counts();
        }
        counts.recomputes++;
        counts.cutOffs += cutOff ? 1 : 0;
    }

    /** How often it ran, if the graph counts. */
    final int recomputes() {
        return counts == null ? 0 : counts.recomputes;
    }

    /** How many of the runs gave an equal value. */
    final int cutOffs() {
        return counts == null ? 0 : counts.cutOffs;
    }

    /** The dependency at a place below the count. For the holder of the lock. */
    @SuppressWarnings("NullAway") // set below the count
    final Node dependency(int place) {
        return place == 0 ? first : others[place - 1];
    }

    /** The dependency, or null if there is none any more. For any thread. */
    final @Nullable Node dependencyIfAny(int place) {
        if (place == 0) {
            return first;
        }
        @Nullable Node[] nodes = others;
        return place <= nodes.length ? nodes[place - 1] : null;
    }

    /** The tick of the version that was seen of a dependency. */
    final long seen(int place) {
        if (place == 0) {
            return firstSeen;
        }
        long[] ticks = othersSeen;
        return place <= ticks.length ? ticks[place - 1] : NEVER;
    }

    /** Notes the version that was seen of a dependency. */
    final void see(int place, long tick) {
        if (place == 0) {
            firstSeen = tick;
            return;
        }
        long[] ticks = othersSeen;
        if (place <= ticks.length) {
            ticks[place - 1] = tick;
        }
    }

    /**
     * The first place, from one on, of a dependency that is not known to be the version that was seen: it has another one, or
     * may have; the count if there is none. For the holder of the lock.
     */
    @SuppressWarnings("NullAway") // set below the count
    final int firstSuspect(int from, long now) {
        int count = dependencyCount;
        int place = from;
        if (place == 0) {
            if (count == 0 || suspect(first, firstSeen, now)) {
                return 0;
            }
            place = 1;
        }
        @Nullable Node[] nodes = others;
        long[] ticks = othersSeen;
        while (place < count && !suspect(nodes[place - 1], ticks[place - 1], now)) {
            place++;
        }
        return place;
    }

    private static boolean suspect(Node dependency, long seen, long now) {
        return (dependency instanceof Derived derived && derived.validUntil < now) || dependency.tick() != seen;
    }

    final int backIndex(int place) {
        return place == 0 ? firstBackIndex : othersBackIndexes[place - 1];
    }

    final void backIndex(int place, int index) {
        if (place == 0) {
            firstBackIndex = index;
        } else {
            othersBackIndexes[place - 1] = index;
        }
    }

    /** Unobserved nodes go without; one that becomes observed needs them. */
    final void makeRoomForBackIndexes() {
        if (othersBackIndexes.length < others.length) {
            othersBackIndexes = Arrays.copyOf(othersBackIndexes, others.length);
        }
    }

    /** Replaces the dependencies from a place on by those at the same places of the arrays. */
    final void replaceDependencies(int from, @Nullable Node[] nodes, long[] ticks, int count) {
        makeRoom(count - 1);
        dependencyCount = count;
        if (from == 0) {
            first = count == 0 ? null : nodes[0];
            firstSeen = count == 0 ? NEVER : ticks[0];
        }
        int begin = Math.max(from, 1);
        if (count > begin) {
            System.arraycopy(nodes, begin, others, begin - 1, count - begin);
            System.arraycopy(ticks, begin, othersSeen, begin - 1, count - begin);
        }
        Arrays.fill(others, Math.max(count, 1) - 1, others.length, null);
    }

    final void addDependency(Node node, long tick) {
        int place = dependencyCount;
        makeRoom(place);
        dependencyCount = place + 1;
        if (place == 0) {
            first = node;
        } else {
            others[place - 1] = node;
        }
        see(place, tick);
    }

    private void makeRoom(int size) {
        if (size > others.length) {
            others = Arrays.copyOf(others, size);
            othersSeen = Arrays.copyOf(othersSeen, size);
        }
    }

    final void clearDependencies() {
        first = null;
        others = NO_NODES;
        othersSeen = NO_TICKS;
        othersBackIndexes = NO_INDEXES;
        dependencyCount = 0;
    }
}
