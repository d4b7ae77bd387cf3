package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** A node that 20 times reads the head, and then its double or its inverse by the head's parity, observed. */
final class Unstable extends Workload {

    private static final int TIMES = 20;

    private final Function<Integer, Integer> twice = value -> {
        count();
        return 2 * value;
    };
    private final Function<Integer, Integer> negative = value -> {
        count();
        return -value;
    };
    private final Function<Integer, Integer> last = same();
    private IntConsumer write = value -> {};

    @Override
    public boolean dynamic() {
        return true;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        N doubled = peer.shared(peer.map(head, twice));
        N inverse = peer.shared(peer.map(head, negative));
        N node = peer.computed(
                context -> {
                    int sum = 0;
                    for (int i = 0; i < TIMES; i++) {
                        boolean odd = (peer.<Integer>read(context, head) & 1) != 0;
                        sum += peer.<Integer>read(context, odd ? doubled : inverse);
                    }
                    return last.apply(sum);
                },
                List.of(head, doubled, inverse));
        peer.effect(node, sink());
        write = value -> peer.write(head, value);
    }

    @Override
    public void buildByHand() {
        ByHand graph = new ByHand(sink());
        write = value -> graph.write(value);
        write.accept(0);
    }

    @Override
    public void round() {
        for (int i = 1; i <= 100; i++) {
            write.accept(i);
        }
        write.accept(0);
    }

    /** Reads the fields as often as it says: plain ones the compiler would read once, and fold the loop to a product. */
    private final class ByHand {

        private static final VarHandle HEAD;
        private static final VarHandle DOUBLED;
        private static final VarHandle INVERSE;

        static {
            try {
                HEAD = MethodHandles.lookup().findVarHandle(ByHand.class, "head", Integer.class);
                DOUBLED = MethodHandles.lookup().findVarHandle(ByHand.class, "doubled", Integer.class);
                INVERSE = MethodHandles.lookup().findVarHandle(ByHand.class, "inverse", Integer.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Consumer<Integer> sink;
        private Integer head = 0;
        private Integer doubled = 0;
        private Integer inverse = 0;
        private Integer sum = -1;

        ByHand(Consumer<Integer> sink) {
            this.sink = sink;
        }

        void write(Integer value) {
            head = value;
            if ((value & 1) != 0) {
                doubled = twice.apply(value);
            } else {
                inverse = negative.apply(value);
            }
            int result = 0;
            for (int i = 0; i < TIMES; i++) {
                boolean odd = ((Integer) HEAD.getOpaque(this) & 1) != 0;
                result += (Integer) (odd ? DOUBLED.getOpaque(this) : INVERSE.getOpaque(this));
            }
            Integer next = last.apply(result);
            if (!next.equals(sum)) {
                sum = next;
                sink.accept(next);
            }
        }
    }
}
