package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** One node that reads the head 30 times, observed. */
final class Repeated extends Workload {

    private static final int TIMES = 30;

    private final Function<Integer, Integer> last = same();
    private IntConsumer write = value -> {};

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N head = peer.source(0);
        N node = peer.computed(
                context -> {
                    int sum = 0;
                    for (int i = 0; i < TIMES; i++) {
                        sum += peer.<Integer>read(context, head);
                    }
                    return last.apply(sum);
                },
                List.of(head));
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

    /** Reads the field as often as it says: a plain one the compiler would read once, and fold the loop to a product. */
    private final class ByHand {

        private static final VarHandle HEAD;

        static {
            try {
                HEAD = MethodHandles.lookup().findVarHandle(ByHand.class, "head", Integer.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Consumer<Integer> sink;
        private Integer head = 0;
        private Integer sum = -1;

        ByHand(Consumer<Integer> sink) {
            this.sink = sink;
        }

        void write(Integer value) {
            head = value;
            int result = 0;
            for (int i = 0; i < TIMES; i++) {
                result += (Integer) HEAD.getOpaque(this);
            }
            Integer next = last.apply(result);
            if (!next.equals(sum)) {
                sum = next;
                sink.accept(next);
            }
        }
    }
}
