package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** A chain of 50, the end observed. */
final class Deep extends Workload {

    private static final int LENGTH = 50;

    private IntConsumer write = value -> {};

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        N end = head;
        for (int i = 0; i < LENGTH; i++) {
            end = peer.map(end, plus(1));
        }
        peer.effect(end, sink());
        write = value -> peer.write(head, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void buildByHand() {
        Function<Integer, Integer>[] functions = new Function[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            functions[i] = plus(1);
        }
        write = new Chain(0, functions, sink())::write;
    }

    @Override
    public void round() {
        for (int i = 1; i <= 50; i++) {
            write.accept(i);
        }
        write.accept(0);
    }
}
