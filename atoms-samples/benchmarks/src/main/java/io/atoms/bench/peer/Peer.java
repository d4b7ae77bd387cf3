package io.atoms.bench.peer;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One reactive library, used as its own documentation advises. Values are boxed integers, or arrays of them. A workload
 * says what depends on what; a library that tracks what is read ignores that, one that wants it declared uses it.
 *
 * <p>Used by one thread. Whoever makes a peer closes it.
 *
 * @param <N> what a node is in the library: a source or something computed
 * @param <C> what a function that reads is given to read with; {@code Void} where reading needs nothing
 */
public abstract class Peer<N, C> implements AutoCloseable {

    /** Whether nodes may read other dependencies from run to run. Where not, dynamic workloads are not for it. */
    public boolean dynamic() {
        return true;
    }

    /** A source. */
    public abstract N source(Object value);

    /** A node computed from one other. */
    public abstract <A, T> N map(N node, Function<A, T> function);

    /** A node that reads every given one in order, combines the values from the left, and gives the result on. */
    public abstract N reduce(List<N> nodes, BinaryOperator<Integer> step, Function<Integer, Integer> last);

    /** A node that reads every given one in order, and gives an array of the values on. */
    public abstract <T> N array(List<N> nodes, Function<Integer[], T> last);

    /**
     * A node whose function reads what it wants by {@link #read}.
     *
     * @param possible every node that it may read
     */
    public abstract <T> N computed(Function<C, T> function, List<N> possible);

    /**
     * The same node, which several will read. A library of streams, where otherwise each reader computes for itself,
     * computes it once for all.
     */
    public N shared(N node) {
        return node;
    }

    /** Reads inside of a function. */
    public abstract <T> T read(C context, N node);

    /** Something that runs at once, and again after each change of the node. */
    public abstract <T> void effect(N node, Consumer<T> effect);

    /** Something that reads every node in order and takes their sum, at once and again after each change. */
    public abstract void effect(List<N> nodes, Consumer<Integer> sum);

    /** Writes a source. All that follows from it has happened at return, unless in a batch. */
    public abstract void write(N source, Object value);

    /** Reads from outside. */
    public abstract <T> T value(N node);

    /** Writes that belong together. Where the library has no such thing they happen one by one. */
    public abstract void batch(Runnable writes);

    /** Ends every effect. */
    @Override
    public abstract void close();
}
