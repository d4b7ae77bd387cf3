package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Many writes of one source, read by one effect or by many. */
final class Update extends Workload {

    private final int reads;
    private final int effects;
    private final int writes;
    private IntConsumer write = value -> {};

    /**
     * Of sources to effects.
     *
     * @param from how many sources an effect reads
     * @param to how many effects read a source
     * @param writes how many writes are a round
     */
    Update(int from, int to, int writes) {
        reads = from;
        effects = to;
        this.writes = writes;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        List<N> nodes = new ArrayList<>();
        for (int i = 0; i < reads; i++) {
            nodes.add(peer.source(0));
        }
        N first = nodes.get(0);
        for (int i = 0; i < effects; i++) {
            if (reads == 1) {
                peer.effect(first, sink());
            } else {
                peer.effect(nodes, sink());
            }
        }
        write = value -> peer.write(first, value);
    }

    @Override
    public void buildByHand() {
        ByHand graph = new ByHand();
        write = value -> graph.write(value);
        graph.write(0);
    }

    @Override
    public void round() {
        for (int i = 1; i < writes; i++) {
            write.accept(i);
        }
        write.accept(0);
    }

    private final class ByHand {

        private final Integer[] values = new Integer[reads];
        private final List<Consumer<Integer>> sinks = new ArrayList<>();

        ByHand() {
            Arrays.fill(values, 0);
            for (int i = 0; i < effects; i++) {
                sinks.add(sink());
            }
        }

        void write(Integer value) {
            values[0] = value;
            for (int i = 0; i < sinks.size(); i++) {
                int sum = 0;
                for (Integer part : values) {
                    sum += part;
                }
                sinks.get(i).accept(sum);
            }
        }
    }
}
