package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A graph and what is done with it. It is built once, on a peer or by hand, and then runs round after round. By hand
 * means fields, arrays and loops over the same function objects, in topological order, of only what a write affects: the
 * limit that a library is compared with, and the oracle of its results.
 *
 * <p>The shapes and counts are those of the public js-reactivity-benchmark; the code is not. Used by one thread.
 */
public abstract class Workload {

    private final List<Sink> sinks = new ArrayList<>();
    private long computed;
    private long told;

    /** Builds the graph on a peer. */
    public abstract <N, C> void build(Peer<N, C> peer);

    /** Builds the same by hand. */
    public abstract void buildByHand();

    /** Does one round. */
    public abstract void round();

    /** Whether each round needs a graph of its own, which is built outside of what is measured. */
    public boolean fresh() {
        return false;
    }

    /** Whether dependencies change from run to run. */
    public boolean dynamic() {
        return false;
    }

    /** How often a function of the graph has run, since it was built or {@link #forget}. */
    public final long computed() {
        return computed;
    }

    /** How often an effect has run, since the graph was built or {@link #forget}. */
    public final long told() {
        return told;
    }

    /** The last value that each effect was given, in order of their creation. */
    public final List<Integer> results() {
        return sinks.stream().map(sink -> sink.last).toList();
    }

    /** Counts from zero again. */
    public final void forget() {
        computed = 0;
        told = 0;
    }

    /** The end of the graph: counts, and keeps what it was given. */
    final Consumer<Integer> sink() {
        Sink sink = new Sink();
        sinks.add(sink);
        return sink;
    }

    final void count() {
        computed++;
    }

    final Function<Integer, Integer> plus(int n) {
        return value -> {
            computed++;
            return value + n;
        };
    }

    /** What ends a node of many dependencies: counts it once. */
    final Function<Integer, Integer> same() {
        return plus(0);
    }

    private final class Sink implements Consumer<Integer> {

        private Integer last = 0;

        @Override
        public void accept(Integer value) {
            last = value;
            told++;
        }
    }
}
