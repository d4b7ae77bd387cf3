package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;

/** Layers of four nodes over the four of the layer before, all observed; one batch of four writes on a fresh graph. */
final class Cellx extends Workload {

    private final int layers;
    private Consumer<int[]> write = values -> {};

    Cellx(int layers) {
        this.layers = layers;
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        List<N> heads = List.of(peer.source(1), peer.source(2), peer.source(3), peer.source(4));
        List<N> before = heads;
        for (int i = 0; i < layers; i++) {
            List<N> layer = new ArrayList<>();
            layer.add(peer.map(before.get(1), plus(0)));
            layer.add(peer.reduce(List.of(before.get(0), before.get(2)), (a, b) -> a - b, same()));
            layer.add(peer.reduce(List.of(before.get(1), before.get(3)), Integer::sum, same()));
            layer.add(peer.map(before.get(2), plus(0)));
            before = layer.stream().map(peer::shared).toList();
            before.forEach(node -> peer.effect(node, sink()));
        }
        write = values -> peer.batch(() -> {
            for (int i = 0; i < 4; i++) {
                peer.write(heads.get(i), values[i]);
            }
        });
    }

    @Override
    public void buildByHand() {
        ByHand graph = new ByHand();
        write = graph::write;
        graph.write(new int[] {1, 2, 3, 4});
    }

    @Override
    public void round() {
        write.accept(new int[] {4, 3, 2, 1});
    }

    private final class ByHand {

        private final Integer[][] values = new Integer[layers + 1][4];
        private final List<Function<Integer, Integer>> functions = new ArrayList<>();
        private final List<Consumer<Integer>> sinks = new ArrayList<>();
        private final BinaryOperator<Integer> minus = (a, b) -> a - b;
        private final BinaryOperator<Integer> sum = Integer::sum;

        ByHand() {
            for (int i = 0; i < 4 * layers; i++) {
                functions.add(plus(0));
                sinks.add(sink());
            }
        }

        void write(int[] heads) {
            int changed = 0;
            for (int i = 0; i < 4; i++) {
                changed |= change(0, i, heads[i]);
            }
            for (int i = 1; i <= layers && changed != 0; i++) {
                changed = layer(i, changed);
            }
        }

        /** One bit for each of the four that changed, before and after. */
        private int layer(int layer, int before) {
            Integer[] m = values[layer - 1];
            int changed = 0;
            if ((before & 0b0010) != 0) {
                changed |= node(layer, 0, m[1]);
            }
            if ((before & 0b0101) != 0) {
                changed |= node(layer, 1, minus.apply(m[0], m[2]));
            }
            if ((before & 0b1010) != 0) {
                changed |= node(layer, 2, sum.apply(m[1], m[3]));
            }
            if ((before & 0b0100) != 0) {
                changed |= node(layer, 3, m[2]);
            }
            return changed;
        }

        private int node(int layer, int index, Integer value) {
            int flat = 4 * (layer - 1) + index;
            Integer next = functions.get(flat).apply(value);
            int changed = change(layer, index, next);
            if (changed != 0) {
                sinks.get(flat).accept(next);
            }
            return changed;
        }

        private int change(int layer, int index, Integer value) {
            if (value.equals(values[layer][index])) {
                return 0;
            }
            values[layer][index] = value;
            return 1 << index;
        }
    }
}
