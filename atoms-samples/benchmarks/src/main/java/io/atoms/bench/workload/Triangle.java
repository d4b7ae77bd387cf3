package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** A chain of 10, and the sum of its first 10 nodes, the head among them, observed. */
final class Triangle extends Workload {

    private static final int LENGTH = 10;

    private IntConsumer write = value -> {};

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        List<N> chain = new ArrayList<>();
        N end = head;
        for (int i = 0; i < LENGTH; i++) {
            chain.add(end);
            end = peer.shared(peer.map(end, plus(1)));
        }
        peer.effect(peer.reduce(chain, Integer::sum, same()), sink());
        write = value -> peer.write(head, value);
    }

    @Override
    public void buildByHand() {
        ByHand graph = new ByHand(sink());
        write = graph::write;
        write.accept(0);
    }

    @Override
    public void round() {
        for (int i = 1; i <= 100; i++) {
            write.accept(i);
        }
        write.accept(0);
    }

    private final class ByHand {

        private final List<Function<Integer, Integer>> functions = new ArrayList<>();
        private final Function<Integer, Integer> last = same();
        private final Integer[] values = new Integer[LENGTH];
        private final Consumer<Integer> sink;
        private Integer sum = -1;

        ByHand(Consumer<Integer> sink) {
            this.sink = sink;
            for (int i = 1; i < LENGTH; i++) {
                functions.add(plus(1));
            }
        }

        void write(Integer head) {
            values[0] = head;
            int result = head;
            for (int i = 1; i < LENGTH; i++) {
                values[i] = functions.get(i - 1).apply(values[i - 1]);
                result += values[i];
            }
            Integer next = last.apply(result);
            if (!next.equals(sum)) {
                sum = next;
                sink.accept(next);
            }
        }
    }
}
