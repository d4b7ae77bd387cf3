package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** 100,000 effects, or as many as give 100,000 reads, over sources that are there; and the end of them all. */
final class Create extends Workload {

    private static final int READS = 100_000;

    private final int sources;
    private final int effects;
    private final int reads;
    private Runnable round = () -> {};

    /**
     * Of sources to effects.
     *
     * @param from how many sources an effect reads
     * @param to how many effects read a source
     */
    Create(int from, int to) {
        reads = from;
        effects = from == 0 ? READS : READS / from;
        sources = READS / to;
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        List<N> nodes = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            nodes.add(peer.source(i));
        }
        Consumer<Integer> sink = sink();
        round = () -> {
            for (int i = 0; i < effects; i++) {
                if (reads == 1) {
                    peer.effect(nodes.get(i % sources), sink);
                } else {
                    peer.effect(nodes.subList(i * reads, (i + 1) * reads), sink);
                }
            }
            peer.close();
        };
    }

    @Override
    public void buildByHand() {
        Integer[] values = new Integer[sources];
        for (int i = 0; i < sources; i++) {
            values[i] = i;
        }
        Consumer<Integer> sink = sink();
        round = () -> {
            ByHand[] all = new ByHand[effects];
            for (int i = 0; i < effects; i++) {
                all[i] = new ByHand(values, reads == 1 ? i % sources : i * reads, reads, sink);
                all[i].run();
            }
            for (ByHand effect : all) {
                effect.values = null;
            }
        };
    }

    @Override
    public void round() {
        round.run();
    }

    private static final class ByHand {

        private Integer[] values;
        private final int first;
        private final int reads;
        private final Consumer<Integer> sink;

        ByHand(Integer[] values, int first, int reads, Consumer<Integer> sink) {
            this.values = values;
            this.first = first;
            this.reads = reads;
            this.sink = sink;
        }

        void run() {
            int sum = 0;
            for (int i = 0; i < reads; i++) {
                sum += values[first + i];
            }
            sink.accept(sum);
        }
    }
}
