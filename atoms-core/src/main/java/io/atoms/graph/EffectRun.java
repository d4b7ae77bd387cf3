package io.atoms.graph;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What effects read with, outside the lock: the graph as of the epoch at which the run began, or of the run's own last
 * commit. It records what was read and of which version, to be linked when the run ends. As long as a run reads what the
 * run of that effect before it read, in the same order, only the versions are noted, in the effect itself: until the run
 * is recorded, nobody else looks at them.
 *
 * <p>Owned by the drain, which uses it for all effects of the graph, one after the other.
 */
public final class EffectRun {

    /** The version of a value that was not taken from the graph; differs from every tick. */
    private static final long UNKNOWN = -1;

    /** The value of {@link #cursor} once the run has read something else than the run before it. */
    private static final int DIVERGED = -1;

    private static final int LOOK_BACK = 4;

    /** Longer arrays are not kept for the next run. */
    private static final int KEPT = 1 << 8;

    private static final Object[] NOTHING = {};
    private static final long[] NO_TICKS = {};
    private static final Definition[] NO_DEFINITIONS = {};

    private final Graph graph;

    /** How many dependencies of the last run this run has read in the same order, or {@link #DIVERGED}. */
    private int cursor;

    /** A {@link Node}, or the {@link Definition} of a source that has none yet; of a run that diverged. */
    private Object[] read = NOTHING;

    private long[] ticks = NO_TICKS;
    private int count;

    /** What was read, held until it is linked: the body may have made it just now. */
    private @Nullable Definition[] held = NO_DEFINITIONS;

    EffectRun(Graph graph) {
        this.graph = graph;
    }

    /** The effect that runs; throws if none does, on this thread. */
    public Effect effect() {
        Effect running = graph.drain.runningEffect();
        if (running == null) {
            throw graph.host.readerOutsideItsRun();
        }
        return running;
    }

    void begin() {
        cursor = 0;
        count = 0;
    }

    /** Whether the run has read the dependencies of the run of this effect before it, all of them and nothing else. */
    boolean same(Effect effect) {
        return cursor == effect.dependencyCount;
    }

    /** What the run read is to be linked: gets it together. */
    void collect(Effect running) {
        if (cursor != DIVERGED) {
            diverge(running);
        }
    }

    /** Lets go of what the run read. */
    void forget() {
        if (read.length > KEPT) {
            read = NOTHING;
            ticks = NO_TICKS;
            held = NO_DEFINITIONS;
        } else if (count > 0) {
            Arrays.fill(read, 0, count, null);
            Arrays.fill(held, 0, count, null);
        }
        count = 0;
    }

    int count() {
        return count;
    }

    long tick(int index) {
        return ticks[index];
    }

    @SuppressWarnings("NullAway") // set below the count
    Definition definition(int index) {
        return held[index];
    }

    /** The node, made if there is none. Under the lock. */
    Node node(int index) {
        if (read[index] instanceof Node node) {
            return node;
        }
        Node made = graph.node(definition(index));
        read[index] = made;
        return made;
    }

    /** Returns the value; throws the error of a failed node, and if the run is over or this is another thread. */
    public @Nullable Object read(Definition definition, boolean tracked) {
        return read(effect(), definition, tracked);
    }

    /** The value for the run of this effect, on its thread. */
    @Nullable
    Object read(Effect running, Definition definition, boolean tracked) {
        if (graph.insideByThisThread()) {
            Object value = graph.read(definition);
            Node inside = graph.node(definition);
            track(running, definition, inside, inside.tick(), tracked);
            return value;
        }
        Node expected = tracked && cursor != DIVERGED ? running.dependencyIfAny(cursor) : null;
        if (expected != null && expected.refersTo(definition)) {
            Object value = readExpected(running, expected);
            if (value == Derived.MISS && expected instanceof Derived) {
                graph.reading.refreshIfStillAt(graph.effectView().epoch(), definition);
                value = readExpected(running, expected);
            }
            if (value != Derived.MISS) {
                return Failure.unwrap(value);
            }
        }
        return readAnything(running, definition, tracked);
    }

    /** The value of the node that the run before read at this point, too, if it is at hand; else a miss. */
    private @Nullable Object readExpected(Effect running, Node node) {
        long stamp = node.stampAcquire();
        long epoch = graph.effectView().epoch();
        Object value;
        if (node instanceof Derived derived) {
            value = derived.readAsOf(epoch);
        } else {
            value = Node.tick(stamp) <= epoch ? node.newestAcquire(stamp) : Derived.MISS;
        }
        if (value == Derived.MISS || node.stampAcquire() != stamp) {
            return Derived.MISS;
        }
        running.see(cursor++, Node.tick(stamp));
        return value;
    }

    private @Nullable Object readAnything(Effect running, Definition definition, boolean tracked) {
        View view = graph.effectView();
        Node node = graph.table.find(definition);
        if (definition.source) {
            if (node == null) {
                track(running, definition, definition, 0, tracked);
                return definition.initialValue();
            }
            long stamp = node.stampAcquire();
            track(running, definition, node, Node.tick(stamp) <= view.epoch() ? Node.tick(stamp) : UNKNOWN, tracked);
            return view.sourceValue(node);
        }
        if (!(node instanceof Derived derived) || derived.readAsOf(view.epoch()) == Derived.MISS) {
            graph.reading.refreshIfStillAt(view.epoch(), definition);
            node = graph.table.find(definition);
        }
        if (node instanceof Derived derived) {
            long tick = Node.tick(derived.stampAcquire());
            Object value = derived.readAsOf(view.epoch());
            if (value != Derived.MISS && Node.tick(derived.stampAcquire()) == tick) {
                track(running, definition, derived, tick, tracked);
                return Failure.unwrap(value);
            }
        }
        track(running, definition, definition, UNKNOWN, tracked);
        return Failure.unwrap(view.value(definition, null));
    }

    private void track(Effect running, Definition definition, Object entry, long tick, boolean tracked) {
        if (!tracked || readJustNow(running, entry)) {
            return;
        }
        if (cursor != DIVERGED) {
            diverge(running);
        }
        note(entry, definition, tick);
    }

    private void note(Object entry, Definition definition, long tick) {
        if (count == read.length) {
            int capacity = Math.max(4, 2 * count);
            read = Arrays.copyOf(read, capacity);
            held = Arrays.copyOf(held, capacity);
            ticks = Arrays.copyOf(ticks, capacity);
        }
        read[count] = entry;
        held[count] = definition;
        ticks[count++] = tick;
    }

    private boolean readJustNow(Effect running, Object entry) {
        int end = cursor == DIVERGED ? count : cursor;
        for (int i = end - 1; i >= Math.max(0, end - LOOK_BACK); i--) {
            if ((cursor == DIVERGED ? read[i] : running.dependencyIfAny(i)) == entry) {
                return true;
            }
        }
        return false;
    }

    /** From here on what is read is recorded here. A disposed effect has no dependencies, and nobody will ask. */
    private void diverge(Effect running) {
        int same = cursor;
        cursor = DIVERGED;
        for (int i = 0; i < same; i++) {
            Node node = running.dependencyIfAny(i);
            Definition definition = node == null ? null : node.definition();
            if (node != null && definition != null) {
                note(node, definition, running.seen(i));
            }
        }
    }
}
