package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.function.IntConsumer;

/** 50 chains of two over one head, each observed. */
final class Broad extends Workload {

    private static final int WIDTH = 50;

    private IntConsumer write = value -> {};

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        for (int i = 0; i < WIDTH; i++) {
            peer.effect(peer.map(peer.map(head, plus(i)), plus(1)), sink());
        }
        write = value -> peer.write(head, value);
    }

    @Override
    public void buildByHand() {
        Chain[] chains = new Chain[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            chains[i] = new Chain(0, Chain.of(plus(i), plus(1)), sink());
        }
        write = value -> {
            Integer head = value;
            for (Chain chain : chains) {
                chain.write(head);
            }
        };
    }

    @Override
    public void round() {
        for (int i = 1; i <= 50; i++) {
            write.accept(i);
        }
        write.accept(0);
    }
}
