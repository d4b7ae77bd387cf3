package io.atoms.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of an effect reads with, outside the lock: the graph as of the epoch at which the run began, or of the
 * run's own last commit. It records what was read and of which version; the graph links that when the run ends.
 */
public final class EffectRun extends Reads {

    /** The version of a value that was not taken from the graph; differs from every tick. */
    private static final long UNKNOWN = -1;

    private static final int LOOK_BACK = 4;

    private final Graph graph;
    private final Effect effect;
    private final Thread thread = Thread.currentThread();
    private boolean over;

    /** A {@link Node}, or the {@link Definition} of a source that has none yet. */
    private Object[] read = new Object[4];

    private long[] ticks = new long[4];
    private int count;

    /** What was read, held until it is linked: the body may have made it just now. */
    private final List<Definition> held = new ArrayList<>(4);

    EffectRun(Graph graph, Effect effect) {
        super(graph.host);
        this.graph = graph;
        this.effect = effect;
    }

    /** The effect. */
    public Effect effect() {
        return effect;
    }

    /** Throws if the run is over or this is another thread. */
    public void checkThread() {
        if (over || thread != Thread.currentThread()) {
            throw graph.host.readerOutsideItsRun();
        }
    }

    void end() {
        over = true;
    }

    int count() {
        return count;
    }

    long tick(int index) {
        return ticks[index];
    }

    Definition definition(int index) {
        return held.get(index);
    }

    Node node(int index) {
        return read[index] instanceof Node node ? node : graph.node(held.get(index));
    }

    @Override
    public @Nullable Object read(Definition definition, boolean tracked) {
        checkThread();
        if (graph.insideByThisThread()) {
            Object value = graph.read(definition);
            Node inside = graph.node(definition);
            track(definition, inside, inside.tick(), tracked);
            return value;
        }
        View view = graph.effectView;
        Node node = graph.table.find(definition);
        if (definition.source) {
            if (node == null) {
                track(definition, definition, 0, tracked);
                return definition.initialValue();
            }
            long stamp = node.stampAcquire();
            track(definition, node, Node.tick(stamp) <= view.epoch ? Node.tick(stamp) : UNKNOWN, tracked);
            return view.sourceValue(node);
        }
        if (!(node instanceof Derived derived) || derived.readAsOf(view.epoch) == Derived.MISS) {
            graph.reading.refreshIfStillAt(view.epoch, definition);
            node = graph.table.find(definition);
        }
        if (node instanceof Derived derived) {
            long tick = Node.tick(derived.stampAcquire());
            Object value = derived.readAsOf(view.epoch);
            if (value != Derived.MISS && Node.tick(derived.stampAcquire()) == tick) {
                track(definition, derived, tick, tracked);
                return Failure.unwrap(value);
            }
        }
        track(definition, definition, UNKNOWN, tracked);
        return Failure.unwrap(view.value(definition, null));
    }

    private void track(Definition definition, Object entry, long tick, boolean tracked) {
        if (!tracked) {
            return;
        }
        for (int i = count - 1; i >= Math.max(0, count - LOOK_BACK); i--) {
            if (read[i] == entry) {
                return;
            }
        }
        if (count == read.length) {
            read = Arrays.copyOf(read, count * 2);
            ticks = Arrays.copyOf(ticks, count * 2);
        }
        held.add(definition);
        read[count] = entry;
        ticks[count++] = tick;
    }
}
