package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The graph as of one epoch. While it is among the graph's {@link Pins}, a writer that is about to fill a slot that
 * holds the value of this epoch keeps that value here first, so opening costs nothing and the view holds only what
 * changed since. Derived values are taken from the graph if they are known to hold at the epoch, else evaluated here,
 * once, without a trace in the graph.
 */
public final class View {

    private static final Object NULL = new Object();

    final Graph graph;

    private static final VarHandle EPOCH;
    private static final VarHandle EVALUATED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EPOCH = lookup.findVarHandle(View.class, "epoch", long.class);
            EVALUATED = lookup.findVarHandle(View.class, "evaluated", ConcurrentHashMap.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Written, with release, for the view of effects, under the graph's lock; else constant. Read with acquire. */
    private long epoch;

    /**
     * Values of sources as of the epoch, put by writers before they fill the slot. Null before the first, and set under the
     * graph's lock. One that is not there is empty.
     */
    private volatile @Nullable ConcurrentHashMap<Node, Object> kept;

    /**
     * Values of derived definitions evaluated here, and those with a lifecycle that the graph is giving up. Null before the
     * first, and set by whoever has that. One that is not there is empty.
     */
    private volatile @Nullable ConcurrentHashMap<Definition, Object> evaluated;

    /** The last value before the epoch of a definition with a lifecycle, if it is not known to hold at the epoch. */
    private record Before(@Nullable Object value) {}

    private volatile boolean closed;

    View(Graph graph, long epoch) {
        this.graph = graph;
        this.epoch = epoch;
    }

    /** The epoch. */
    public long epoch() {
        return (long) EPOCH.getAcquire(this);
    }

    /** Lets go of the values; returns false if it was closed already. */
    public boolean close() {
        if (!graph.pins.remove(this)) {
            return false;
        }
        closed = true;
        clear();
        return true;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** The value as of the epoch; throws the error of a failed node. For any thread. */
    public @Nullable Object read(Definition definition) {
        if (closed) {
            throw graph.host.viewClosed();
        }
        Object value = value(definition, null);
        if (closed) {
            throw graph.host.viewClosed();
        }
        return Failure.unwrap(value);
    }

    /** Goes on to a later epoch. For the view of the running effect, under the graph's lock. */
    void rebase(long epoch) {
        EPOCH.setRelease(this, epoch);
        clear();
    }

    void clear() {
        clear(kept);
        clear(evaluated);
    }

    private static void clear(@Nullable ConcurrentHashMap<?, ?> values) {
        if (values != null && !values.isEmpty()) {
            values.clear();
        }
    }

    private ConcurrentHashMap<Definition, Object> evaluated() {
        ConcurrentHashMap<Definition, Object> present = evaluated;
        if (present != null) {
            return present;
        }
        ConcurrentHashMap<Definition, Object> made = new ConcurrentHashMap<>();
        return EVALUATED.compareAndSet(this, null, made) ? made : Objects.requireNonNull(evaluated);
    }

    private @Nullable Object evaluated(Definition definition) {
        ConcurrentHashMap<Definition, Object> present = evaluated;
        return present == null ? null : present.get(definition);
    }

    /** Called under the graph's lock before the older slot of a source is filled. */
    void keep(Node node, @Nullable Object value) {
        ConcurrentHashMap<Node, Object> present = kept;
        if (present == null) {
            present = new ConcurrentHashMap<>();
            kept = present;
        }
        present.putIfAbsent(node, stored(value));
    }

    /**
     * Called under the graph's lock before a node with a lifecycle runs again: its value can't be evaluated here later.
     */
    void keep(Derived derived, Definition definition) {
        if (derived.tick() > epoch) {
            if (Node.previousValid(derived.stamp)) {
                evaluated().putIfAbsent(definition, stored(derived.previous()));
            }
            return;
        }
        if (derived.validUntil < 0) {
            return;
        }
        Object value = derived.readAsOf(epoch);
        if (value == Derived.MISS) {
            value = Validation.at(graph, epoch).valueOf(derived);
        }
        Object last = derived.newest();
        evaluated().putIfAbsent(definition, value == Derived.MISS ? new Before(last) : stored(value));
    }

    private static Object stored(@Nullable Object value) {
        return value == null ? NULL : value;
    }

    /**
     * The value that a node with a lifecycle had before a transaction that was open when the view was opened, or
     * {@link Derived#MISS}. Only if nothing was kept, to be looked for afterwards: that tells that the view was opened
     * after the node had run, so that the older slot is of the view's epoch, and that it has not been filled again.
     */
    private @Nullable Object beforeOpenTransaction(Derived derived) {
        long stamp = derived.stampAcquire();
        return Node.tick(stamp) > epoch && Node.previousValid(stamp) ? derived.previousAcquire(stamp) : Derived.MISS;
    }

    /** The definitions with a lifecycle that were evaluated here, without beginning it. */
    List<Definition> needed() {
        ConcurrentHashMap<Definition, Object> present = evaluated;
        if (present == null) {
            return List.of();
        }
        List<Definition> needed = new ArrayList<>(0);
        for (Definition definition : present.keySet()) {
            if (definition.lifecycle()) {
                needed.add(definition);
            }
        }
        return needed;
    }

    /** The last known value of a definition with a lifecycle that is about to be evaluated here; null if none is. */
    @Nullable
    Object before(Definition definition) {
        if (evaluated(definition) instanceof Before before) {
            return before.value;
        }
        Node node = graph.table.find(definition);
        if (node == null) {
            return null;
        }
        long stamp = node.stampAcquire();
        Object value = Node.tick(stamp) <= epoch ? node.newestAcquire(stamp) : node.previousAcquire(stamp);
        return node.stampAcquire() == stamp ? value : null;
    }

    @Nullable
    Object value(Definition definition, @Nullable Evaluation evaluation) {
        Node node = graph.table.find(definition);
        if (definition.source) {
            return node == null ? definition.initialValue() : sourceValue(node);
        }
        Object before = Derived.MISS;
        if (node instanceof Derived derived) {
            Object value = derived.readAsOf(epoch);
            if (value != Derived.MISS) {
                return value;
            }
            before = definition.lifecycle() ? beforeOpenTransaction(derived) : Derived.MISS;
        }
        Object known = evaluated(definition);
        if (known != null && !(known instanceof Before)) {
            return known == NULL ? null : known;
        }
        if (known == null && before != Derived.MISS) {
            return before;
        }
        if (node instanceof Derived derived) {
            Object value = Validation.at(graph, epoch).valueOf(derived);
            if (value != Derived.MISS) {
                return publish(definition, value);
            }
        }
        return (evaluation == null ? new Evaluation(this) : evaluation).evaluate(definition);
    }

    /** The slot first, then {@link #kept}: a writer keeps the value before it fills the slot. */
    @Nullable
    Object sourceValue(Node node) {
        long stamp = node.stampAcquire();
        Object value = Node.tick(stamp) <= epoch ? node.newestAcquire(stamp) : node.previousAcquire(stamp);
        ConcurrentHashMap<Node, Object> present = kept;
        Object old = present == null ? null : present.get(node);
        if (old == null) {
            return value;
        }
        return old == NULL ? null : old;
    }

    /** Two threads may evaluate the same definition at once; the first result is everybody's. */
    @Nullable
    Object publish(Definition definition, @Nullable Object value) {
        ConcurrentHashMap<Definition, Object> present = evaluated();
        Object first = present.putIfAbsent(definition, stored(value));
        if (first instanceof Before) {
            present.put(definition, stored(value));
            return value;
        }
        return first == null ? value : first == NULL ? null : first;
    }
}
