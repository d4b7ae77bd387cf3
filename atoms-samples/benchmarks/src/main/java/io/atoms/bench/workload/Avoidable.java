package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** A chain whose second node is always 0, so that the dear ones behind it need not run. */
final class Avoidable extends Workload {

    private final Function<Integer, Integer> first = plus(0);
    private final Function<Integer, Integer> zero = value -> {
        count();
        return 0;
    };
    private final Function<Integer, Integer> dear = value -> {
        count();
        return value + 1 + busy();
    };
    private final Function<Integer, Integer> fourth = plus(2);
    private final Function<Integer, Integer> fifth = plus(3);
    private IntConsumer write = value -> {};

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        N end = peer.map(peer.map(peer.map(peer.map(peer.map(head, first), zero), dear), fourth), fifth);
        peer.effect(end, sink());
        write = value -> peer.write(head, value);
    }

    @Override
    public void buildByHand() {
        Consumer<Integer> sink = sink();
        Function<Integer, Integer>[] functions = Chain.of(first, zero, dear, fourth, fifth);
        Chain chain = new Chain(0, functions, sink);
        write = chain::write;
    }

    @Override
    public void round() {
        for (int i = 0; i < 1_000; i++) {
            write.accept(i + 1);
        }
        write.accept(0);
    }

    /** What a compiler cannot leave out: its result depends on memory that it does not know. */
    private int busy() {
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += (int) (computed() + i) & 1;
        }
        return sum == 50 ? 0 : sum;
    }
}
