package io.atoms.bench.own;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A graph by numbers. The first layer are primitive atoms; each atom of a later one is the sum of some neighbours in the
 * layer before, and the last layer is subscribed to. A dynamic atom leaves one neighbour out while the first is odd.
 *
 * @param width atoms in a layer
 * @param layers layers, the first included
 * @param fanIn how many atoms each reads
 * @param dynamic how many percent are dynamic
 * @param read how many percent of the last layer are subscribed to
 */
public record Shape(int width, int layers, int fanIn, int dynamic, int read) {

    /** What its text begins with. */
    static final String PREFIX = "shape:";

    /** Refuses what is no graph. */
    public Shape {
        check(width >= 1 && layers >= 2, "a graph has a width from 1 and layers from 2 on");
        check(fanIn >= 1 && fanIn <= width, "the fan-in is from 1 to the width");
        check(
                dynamic >= 0 && dynamic <= 100 && read >= 0 && read <= 100,
                "dynamic and read are percent, from 0 to 100");
        check(dynamic == 0 || fanIn > 1, "dynamic atoms need a fan-in from 2 on: they leave one out");
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    static Shape parse(String text) {
        String[] parts = text.substring(PREFIX.length()).split("-");
        int[] numbers = new int[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return new Shape(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /** What {@link #parse} reads. */
    public String text() {
        return PREFIX + width + "-" + layers + "-" + fanIn + "-" + dynamic + "-" + read;
    }

    @Override
    public String toString() {
        return "%d layers of %d, fan-in %d, %d%% dynamic, %d%% read".formatted(layers, width, fanIn, dynamic, read);
    }

    OwnGraph graph() {
        return new Graph(this);
    }

    private static final class Graph implements OwnGraph {

        private final List<PrimitiveAtom<Integer>> heads = new ArrayList<>();
        private final List<Atom<Integer>> leaves = new ArrayList<>();
        private long sum;

        Graph(Shape shape) {
            for (int i = 0; i < shape.width; i++) {
                heads.add(Atom.of(i));
            }
            Random random = new Random(1);
            List<Atom<Integer>> layer = List.copyOf(heads);
            for (int i = 1; i < shape.layers; i++) {
                List<Atom<Integer>> next = new ArrayList<>();
                for (int k = 0; k < shape.width; k++) {
                    next.add(sum(neighbours(layer, k, shape.fanIn), random.nextInt(100) < shape.dynamic));
                }
                layer = next;
            }
            leaves.addAll(layer);
            while (leaves.size() > Math.ceil(shape.width * shape.read / 100.0)) {
                leaves.remove(random.nextInt(leaves.size()));
            }
        }

        private static List<Atom<Integer>> neighbours(List<Atom<Integer>> layer, int from, int count) {
            List<Atom<Integer>> neighbours = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                neighbours.add(layer.get((from + i) % layer.size()));
            }
            return neighbours;
        }

        private static Atom<Integer> sum(List<Atom<Integer>> atoms, boolean dynamic) {
            return Atom.derived(get -> {
                int first = get.get(atoms.get(0));
                int out = dynamic && (first & 1) != 0 ? 1 + Math.floorMod(first, atoms.size() - 1) : 0;
                int result = first;
                for (int i = 1; i < atoms.size(); i++) {
                    if (i != out) {
                        result += get.get(atoms.get(i));
                    }
                }
                return result;
            });
        }

        @Override
        public void observe(AtomStore store) {
            leaves.forEach(leaf -> store.subscribe(leaf, value -> sum += value));
        }

        @Override
        public void write(AtomStore store, int round) {
            store.set(heads.get(round % heads.size()), heads.size() + round);
        }
    }
}
