package io.atoms.graph;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the graph knows of an atom or effect: its identity, how to compute it, when two values are the same. Immutable;
 * shared by all graphs. It holds no value, so that a value dies with its graph, and a graph refers to an unobserved
 * definition weakly, so that a definition dies with its last user.
 */
public abstract class Definition {

    private static final AtomicLong SEQUENCE = new AtomicLong();

    /** What a node of this definition is. */
    public enum Kind {
        /** Written from outside, has an initial value. */
        SOURCE,
        /** Computed from other nodes. */
        DERIVED,
        /** Runs for its side effects. */
        EFFECT
    }

    /** Unique in the process. */
    public final long id = SEQUENCE.incrementAndGet();

    final boolean source;

    /** Fibonacci hashing of the id; its top bits spread over a table, see {@link NodeTable}. */
    final int hash = (int) ((id * 0x9E3779B97F4A7C15L) >>> 32);

    private final Kind kind;

    protected Definition(Kind kind) {
        this.kind = kind;
        this.source = kind == Kind.SOURCE;
    }

    /** Its kind. */
    public final Kind kind() {
        return kind;
    }

    /** The name in messages. */
    public abstract String name();

    /** The value of a source that was never written. */
    protected @Nullable Object initialValue() {
        throw new UnsupportedOperationException(name());
    }

    /** Computes a derived value with what the facade of {@code reads} reads. May throw anything. */
    protected @Nullable Object compute(Reads reads) {
        throw new UnsupportedOperationException(name());
    }

    /** Whether two values, not the same instance and neither of them an error, are equal. */
    protected abstract boolean same(@Nullable Object a, @Nullable Object b);

    /** Whether a source is its embedder's own: no interceptor is asked, and restoring a view leaves it alone. */
    protected boolean hidden() {
        return false;
    }

    /** Whether {@link #replaced} wants to be called, and views keep old values, because they can't be computed again. */
    protected boolean lifecycle() {
        return false;
    }

    /**
     * Called at the end of such a lock session, under the lock, if there was a value before.
     *
     * @return a source that nobody but holders of that value read, so that its node may go; or null
     */
    protected @Nullable Definition replacing(Object before) {
        return null;
    }

    /**
     * Called after a lock session, outside the lock, in which a derived node's value was replaced for good: not if the
     * transaction was rolled back. Called on the thread that held the lock, before it goes on.
     *
     * @param before the value before the session, null if there was none
     * @param now the value after it
     */
    protected void replaced(Graph graph, @Nullable Object before, @Nullable Object now) {}

    /** Whether somebody wants to know when a node of this definition becomes observed. */
    protected boolean mountable() {
        return false;
    }
}
