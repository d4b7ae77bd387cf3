package io.atoms.graph;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * The dependencies of the running function. A run that reads the same nodes in the same order as the run before only
 * overwrites the ticks it saw, allocates nothing, and finds each node without a look-up. At the first difference the
 * rest is recorded aside, and the edges are replaced when the run ends.
 *
 * A node that was read before in the same run is recognised by its mark, the number of the run that tracked it last. A
 * nested run may overwrite the mark; the node is then recorded twice, which is harmless.
 *
 * All under the graph's lock.
 */
final class Tracking {

    private static final long[] NO_TICKS = {};

    /** How far back a node is looked for that was read before. */
    private static final int LOOK_BACK = 3;

    /** How many frames are kept for reuse. */
    private static final int POOLED = 64;

    /** Longer arrays of a frame are not kept for its next run. */
    private static final int KEPT = 1 << 8;

    private static final Node[] NO_NODES = {};

    /** What one run has read so far. */
    private static final class Frame {
        final @Nullable Frame outer;

        /** The frame of the next nesting, for reuse. */
        @Nullable
        Frame inner;

        @Nullable
        Dependent dependent;

        /** What the function asked for last that was not up to date. */
        @Nullable
        Derived demanded;

        /** How many dependencies of the last run this run has read in the same order. */
        int cursor;

        /** The number of this run. */
        int run;

        /** This run has read something else than the last run. */
        boolean diverged;

        /** What was read, with the unchanged beginning, once there is a difference. */
        Node[] nodes = NO_NODES;

        long[] ticks = NO_TICKS;
        int count;

        Frame(@Nullable Frame outer) {
            this.outer = outer;
        }

        void makeRoom(int needed) {
            if (needed > nodes.length) {
                int capacity = Math.max(4, needed + (needed >> 1));
                nodes = Arrays.copyOf(nodes, capacity);
                ticks = Arrays.copyOf(ticks, capacity);
            }
        }

        @SuppressWarnings("NullAway") // the freed elements of a non-null array
        void forgetDifference() {
            diverged = false;
            if (nodes.length > KEPT) {
                nodes = NO_NODES;
                ticks = NO_TICKS;
            } else {
                Arrays.fill(nodes, 0, count, null);
            }
            count = 0;
        }
    }

    private final Graph graph;
    private final Frame bottom = new Frame(null);
    private Frame current = bottom;
    private int nesting;
    private int lastRun;

    Tracking(Graph graph) {
        this.graph = graph;
    }

    /** Starts the run of a dependent, inside the present one if there is one. */
    void begin(Dependent dependent) {
        Frame frame = current.inner;
        if (frame == null) {
            frame = new Frame(current);
            if (nesting < POOLED) {
                current.inner = frame;
            }
        }
        nesting++;
        current = frame;
        frame.dependent = dependent;
        if (++lastRun == 0) {
            graph.table.forEach(node -> node.mark = 0);
            lastRun = 1;
        }
        frame.run = lastRun;
    }

    /** The derived node whose function is running innermost. */
    @Nullable
    Derived running() {
        return current.dependent instanceof Derived derived ? derived : null;
    }

    /** Notes what the running function, if one is, waits for. */
    void demand(Derived derived) {
        Frame frame = current;
        if (frame.dependent != null) {
            frame.demanded = derived;
        }
    }

    /** The running functions from one on, and what each waits for, outermost first. */
    static final class Demands {
        private final ArrayDeque<Frame> frames = new ArrayDeque<>();

        /** Whether the first one that is left is the function of this node. */
        boolean runs(Derived derived) {
            Frame first = frames.peekFirst();
            return first != null && first.dependent == derived;
        }

        /** What the first one that is left waits for; it is left no more. */
        @Nullable
        Derived next() {
            return frames.removeFirst().demanded;
        }
    }

    /** The running functions of nodes whose level is not below that of this one. */
    Demands demandsFrom(Derived derived) {
        Demands demands = new Demands();
        for (Frame frame = current; frame != null; frame = frame.outer) {
            if (frame.dependent instanceof Derived running && running.level >= derived.level) {
                demands.frames.addFirst(frame);
            }
        }
        return demands;
    }

    /** Tracks and returns the node that the last run read at this point, if it is that of the definition and current. */
    @Nullable
    Node readExpected(Definition definition) {
        Frame frame = current;
        Dependent running = frame.dependent;
        int cursor = frame.cursor;
        if (running == null || frame.diverged || cursor >= running.dependencyCount) {
            return null;
        }
        Node node = running.dependency(cursor);
        if (!node.refersTo(definition) || (node instanceof Derived derived && derived.validUntil < graph.now())) {
            return null;
        }
        running.see(cursor, node.tick());
        frame.cursor = cursor + 1;
        node.mark = frame.run;
        return node;
    }

    /**
     * The node of the definition if the running function has read it just now, or before that one other: then it is
     * tracked, and current unless it is on a cycle.
     */
    @Nullable
    Node readBefore(Definition definition) {
        Frame frame = current;
        Dependent running = frame.dependent;
        if (running == null) {
            return null;
        }
        int end = frame.diverged ? frame.count : frame.cursor;
        for (int i = end - 1; i >= 0 && i >= end - LOOK_BACK; i--) {
            Node node = frame.diverged ? frame.nodes[i] : running.dependency(i);
            if (node.refersTo(definition)) {
                return node instanceof Derived derived && derived.validUntil < graph.now() ? null : node;
            }
        }
        return null;
    }

    /** Makes the node a dependency of the running function, seen at this tick. */
    void track(Node node, long tick) {
        Frame frame = current;
        Dependent running = frame.dependent;
        if (running == null) {
            return;
        }
        if (!frame.diverged && frame.cursor < running.dependencyCount && running.dependency(frame.cursor) == node) {
            running.see(frame.cursor++, tick);
            node.mark = frame.run;
        } else if (node.mark != frame.run) {
            node.mark = frame.run;
            record(frame, running, node, tick);
        }
    }

    private static void record(Frame frame, Dependent running, Node node, long tick) {
        if (!frame.diverged) {
            frame.diverged = true;
            int cursor = frame.cursor;
            frame.makeRoom(cursor + 1);
            for (int i = 0; i < cursor; i++) {
                frame.nodes[i] = running.dependency(i);
                frame.ticks[i] = running.seen(i);
            }
            frame.count = cursor;
        } else {
            frame.makeRoom(frame.count + 1);
        }
        frame.nodes[frame.count] = node;
        frame.ticks[frame.count++] = tick;
    }

    /** Ends the run: the dependent's dependencies are what was read. */
    void finish() {
        Frame frame = current;
        Dependent dependent = frame.dependent;
        if (dependent != null) {
            if (frame.diverged) {
                replace(dependent, frame.cursor, frame.nodes, frame.ticks, frame.count);
            } else if (frame.cursor < dependent.dependencyCount) {
                replace(dependent, frame.cursor, NO_NODES, NO_TICKS, frame.cursor);
            }
        }
        frame.dependent = null;
        frame.demanded = null;
        frame.cursor = 0;
        if (frame.diverged) {
            frame.forgetDifference();
        }
        nesting--;
        current = frame.outer == null ? bottom : frame.outer;
    }

    /**
     * Replaces the dependencies from a place on. The old edges go first, then the new ones come, and only then is it
     * decided who is not observed any more, so a node that stays does not flap.
     */
    void replace(Dependent dependent, int place, Node[] newNodes, long[] newTicks, int newCount) {
        graph.wave.markAll();
        boolean linked = dependent.linked();
        if (linked) {
            for (int i = place; i < dependent.dependencyCount; i++) {
                graph.edges.detach(dependent, i);
            }
        }
        dependent.replaceDependencies(place, newNodes, newTicks, newCount);
        if (linked) {
            dependent.makeRoomForBackIndexes();
            for (int i = place; i < newCount; i++) {
                graph.edges.attach(dependent, i);
            }
            graph.edges.sweep();
        }
    }

    /** Adds one dependency to a dependent that is not running. */
    void append(Dependent dependent, Node node, long tick) {
        int count = dependent.dependencyCount;
        if (dependent instanceof Derived derived) {
            derived.beginReplacing();
        }
        dependent.addDependency(node, tick);
        if (dependent.linked()) {
            dependent.makeRoomForBackIndexes();
            graph.edges.attach(dependent, count);
        }
        if (dependent instanceof Derived derived) {
            derived.endReplacing();
        }
    }
}
