package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Five nodes over the head, and their sum, observed. */
final class Diamond extends Workload {

    private static final int WIDTH = 5;

    private IntConsumer write = value -> {};

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        List<N> middle = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            middle.add(peer.map(head, plus(1)));
        }
        peer.effect(peer.reduce(middle, Integer::sum, same()), sink());
        write = value -> peer.write(head, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void buildByHand() {
        Function<Integer, Integer>[] middle = new Function[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            middle[i] = plus(1);
        }
        write = new ByHand(middle, same(), sink())::write;
        write.accept(0);
    }

    @Override
    public void round() {
        for (int i = 1; i <= 500; i++) {
            write.accept(i);
        }
        write.accept(0);
    }

    private static final class ByHand {

        private final Function<Integer, Integer>[] middle;
        private final Integer[] values;
        private final Function<Integer, Integer> last;
        private final Consumer<Integer> sink;
        private Integer sum = -1;

        ByHand(Function<Integer, Integer>[] middle, Function<Integer, Integer> last, Consumer<Integer> sink) {
            this.middle = middle;
            this.last = last;
            this.sink = sink;
            values = new Integer[middle.length];
        }

        void write(Integer head) {
            boolean changed = false;
            for (int i = 0; i < middle.length; i++) {
                Integer next = middle[i].apply(head);
                changed |= !next.equals(values[i]);
                values[i] = next;
            }
            if (!changed) {
                return;
            }
            int result = values[0];
            for (int i = 1; i < values.length; i++) {
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
