package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** 100 heads, one node with an array of all, and 100 chains of two that take their part of it, each observed. */
final class Mux extends Workload {

    private static final int WIDTH = 100;

    private interface Write {
        void write(int head, Integer value);
    }

    private final Function<Integer[], Integer[]> all = values -> {
        count();
        return values;
    };
    private Write write = (head, value) -> {};
    private int value;

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        List<N> heads = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            heads.add(peer.source(0));
        }
        N array = peer.shared(peer.array(heads, all));
        for (int i = 0; i < WIDTH; i++) {
            peer.effect(peer.map(peer.map(array, at(i)), plus(1)), sink());
        }
        write = (head, value) -> peer.write(heads.get(head), value);
    }

    @Override
    public void buildByHand() {
        write = new ByHand()::write;
    }

    @Override
    public void round() {
        value++;
        for (int i = 0; i < 20; i++) {
            write.write(i, value + i);
        }
    }

    private Function<Integer[], Integer> at(int i) {
        return values -> {
            count();
            return values[i];
        };
    }

    private final class ByHand {

        private final Integer[] heads = new Integer[WIDTH];
        private final Integer[] parts = new Integer[WIDTH];
        private final List<Function<Integer[], Integer>> at = new ArrayList<>();
        private final List<Function<Integer, Integer>> plus = new ArrayList<>();
        private final List<Consumer<Integer>> sinks = new ArrayList<>();

        ByHand() {
            for (int i = 0; i < WIDTH; i++) {
                heads[i] = 0;
                at.add(Mux.this.at(i));
                plus.add(Mux.this.plus(1));
                sinks.add(sink());
            }
            write(0, 0);
        }

        void write(int head, Integer value) {
            heads[head] = value;
            Integer[] array = all.apply(heads.clone());
            for (int i = 0; i < WIDTH; i++) {
                Integer part = at.get(i).apply(array);
                if (!part.equals(parts[i])) {
                    parts[i] = part;
                    sinks.get(i).accept(plus.get(i).apply(part));
                }
            }
        }
    }
}
