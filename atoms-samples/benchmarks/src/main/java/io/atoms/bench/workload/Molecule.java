package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.List;
import java.util.function.Consumer;

/** Two heads, five nodes of which two are dear, and three effects of which two are dear; two batches of two writes. */
final class Molecule extends Workload {

    private interface Write {
        void write(int a, int b);
    }

    private Write write = (a, b) -> {};
    private int odd = 1;

    @Override
    public boolean dynamic() {
        return true;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        N a = peer.source(0);
        N b = peer.source(0);
        N c = peer.shared(peer.computed(
                context -> c(peer.<Integer>read(context, a), peer.<Integer>read(context, b)), List.of(a, b)));
        N d = peer.shared(peer.computed(
                context -> d(peer.<Integer>read(context, a), peer.<Integer>read(context, b)), List.of(a, b)));
        N e = peer.computed(
                context -> dear(peer.<Integer>read(context, c)
                        + peer.<Integer>read(context, a)
                        + peer.<List<Integer>>read(context, d).get(0)),
                List.of(c, a, d));
        N f = peer.shared(peer.computed(
                context -> {
                    int third = peer.<List<Integer>>read(context, d).get(2);
                    return dear(third != 0 ? third : peer.<Integer>read(context, b));
                },
                List.of(d, b)));
        N g = peer.shared(peer.computed(
                context -> {
                    int first = peer.<Integer>read(context, c);
                    int second = first != 0 ? first : peer.<Integer>read(context, e) % 2;
                    return g(
                            first, second, peer.<List<Integer>>read(context, d).get(4), peer.<Integer>read(context, f));
                },
                List.of(c, e, d, f)));
        Consumer<Integer> sinkOfG = sink();
        Consumer<Integer> sinkOfDearG = sink();
        Consumer<Integer> sinkOfDearF = sink();
        peer.<Integer>effect(g, value -> sinkOfDearG.accept(fibonacci(value)));
        peer.effect(g, sinkOfG);
        peer.<Integer>effect(f, value -> sinkOfDearF.accept(fibonacci(value)));
        write = (first, second) -> peer.batch(() -> {
            peer.write(b, second);
            peer.write(a, first);
        });
    }

    @Override
    public void buildByHand() {
        ByHand graph = new ByHand();
        write = graph::write;
        graph.write(0, 0);
    }

    @Override
    public void round() {
        write.write(odd, 1);
        write.write(odd + 1, 2);
        odd = (odd + 2) & 0xff;
    }

    private Integer c(int a, int b) {
        count();
        return a % 2 + b % 2;
    }

    private List<Integer> d(int a, int b) {
        count();
        int difference = a % 2 - b % 2;
        return List.of(difference, 1 + difference, 2 + difference, 3 + difference, 4 + difference);
    }

    private Integer dear(int value) {
        count();
        return fibonacci(value);
    }

    private Integer g(int first, int second, int third, int fourth) {
        count();
        return first + second + third + fourth;
    }

    private static int fibonacci(int value) {
        return value + fibonacciOf(16);
    }

    private static int fibonacciOf(int n) {
        return n < 2 ? 1 : fibonacciOf(n - 1) + fibonacciOf(n - 2);
    }

    private final class ByHand {

        private final Consumer<Integer> sinkOfG = sink();
        private final Consumer<Integer> sinkOfDearG = sink();
        private final Consumer<Integer> sinkOfDearF = sink();
        private int a = -1;
        private int b = -1;
        private Integer c = -1;
        private List<Integer> d = List.of();
        private Integer f = -1;
        private Integer g = -1;

        void write(int newA, int newB) {
            boolean aChanged = a != newA;
            boolean bChanged = b != newB;
            a = newA;
            b = newB;
            Integer newC = c(a, b);
            boolean cChanged = !newC.equals(c);
            c = newC;
            List<Integer> newD = d(a, b);
            boolean dChanged = !newD.equals(d);
            d = newD;
            boolean fChanged = (dChanged || d.get(2) == 0 && bChanged) && f();
            // While c is not 0, nobody needs e.
            int second = c != 0 ? c : dear(c + a + d.get(0)) % 2;
            if ((cChanged || dChanged || fChanged || c == 0 && aChanged) && gOf(second)) {
                sinkOfDearG.accept(fibonacci(g));
                sinkOfG.accept(g);
            }
            if (fChanged) {
                sinkOfDearF.accept(fibonacci(f));
            }
        }

        private boolean f() {
            Integer next = dear(d.get(2) != 0 ? d.get(2) : b);
            boolean changed = !next.equals(f);
            f = next;
            return changed;
        }

        private boolean gOf(int second) {
            Integer next = g(c, second, d.get(4), f);
            boolean changed = !next.equals(g);
            g = next;
            return changed;
        }
    }
}
