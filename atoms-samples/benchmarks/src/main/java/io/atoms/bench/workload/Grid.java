package io.atoms.bench.workload;

import io.atoms.bench.peer.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Layers of nodes, each of which reads some neighbours of the layer before. The first layer are sources; one effect
 * reads the leaves. A dynamic node leaves one of the neighbours out while the first is odd.
 */
final class Grid extends Workload {

    private final int reads;
    private final int width;
    private final int layers;
    private final int dynamicPercent;
    private final int writes;
    private final boolean[][] leavesOut;
    private final int[] leaves;
    private Write write = (source, value) -> {};
    private int next;

    private interface Write {
        void write(int source, Integer value);
    }

    /**
     * A shape.
     *
     * @param reads how many nodes of the layer before a node reads
     * @param width nodes in a layer
     * @param layers layers, that of the sources included
     * @param dynamicPercent how many of a hundred nodes leave one out
     * @param lazyPercent how many of a hundred leaves nobody reads
     * @param writes how many writes are a round
     */
    Grid(int reads, int width, int layers, int dynamicPercent, int lazyPercent, int writes) {
        this.reads = reads;
        this.width = width;
        this.layers = layers;
        this.dynamicPercent = dynamicPercent;
        this.writes = writes;
        Random random = new Random(1);
        leavesOut = new boolean[layers][width];
        for (int i = 1; i < layers; i++) {
            for (int k = 0; k < width; k++) {
                leavesOut[i][k] = random.nextInt(100) < dynamicPercent;
            }
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            all.add(i);
        }
        while (all.size() > Math.max(1, width * (100 - lazyPercent) / 100)) {
            all.remove(random.nextInt(all.size()));
        }
        leaves = all.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean dynamic() {
        return dynamicPercent > 0;
    }

    @Override
    public <N, C> void build(Peer<N, C> peer) {
        List<N> sources = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            sources.add(peer.source(i));
        }
        List<N> before = sources;
        for (int i = 1; i < layers; i++) {
            List<N> layer = new ArrayList<>();
            for (int k = 0; k < width; k++) {
                List<N> read = new ArrayList<>();
                for (int s = 0; s < reads; s++) {
                    read.add(before.get((k + s) % width));
                }
                N node = leavesOut[i][k] ? leavingOut(peer, read) : peer.reduce(read, Integer::sum, same());
                layer.add(peer.shared(node));
            }
            before = layer;
        }
        List<N> end = new ArrayList<>();
        for (int leaf : leaves) {
            end.add(before.get(leaf));
        }
        peer.effect(end, sink());
        write = (source, value) -> peer.write(sources.get(source), value);
    }

    private <N, C> N leavingOut(Peer<N, C> peer, List<N> read) {
        Function<Integer, Integer> last = same();
        return peer.computed(
                context -> {
                    int sum = peer.<Integer>read(context, read.get(0));
                    int out = leftOut(sum);
                    for (int s = 1; s < reads; s++) {
                        if (s != out) {
                            sum += peer.<Integer>read(context, read.get(s));
                        }
                    }
                    return last.apply(sum);
                },
                read);
    }

    /** Which of the neighbours is left out, or -1. */
    private int leftOut(int first) {
        return (first & 1) == 0 ? -1 : 1 + Math.floorMod(first, reads - 1);
    }

    @Override
    public void buildByHand() {
        ByHand graph = new ByHand();
        write = graph::write;
    }

    @Override
    public void round() {
        for (int i = 0; i < writes; i++) {
            next++;
            write.write(next % width, width + next);
        }
    }

    private final class ByHand {

        private final Integer[][] values = new Integer[layers][width];
        private final int[][] leftOut = new int[layers][width];
        private final boolean[][] needed = new boolean[layers][width];
        private final boolean[][] queued = new boolean[layers][width];
        private final int[][] queue = new int[layers][width];
        private final int[] size = new int[layers];
        private final List<List<Function<Integer, Integer>>> last = new ArrayList<>();
        private final Consumer<Integer> sink = sink();
        private Integer sum;

        ByHand() {
            for (int leaf : leaves) {
                needed[layers - 1][leaf] = true;
            }
            for (int i = layers - 1; i > 0; i--) {
                for (int k = 0; k < width; k++) {
                    for (int s = 0; s < reads; s++) {
                        needed[i - 1][(k + s) % width] |= needed[i][k];
                    }
                }
            }
            for (int i = 0; i < layers; i++) {
                List<Function<Integer, Integer>> functions = new ArrayList<>();
                last.add(functions);
                Arrays.fill(leftOut[i], -1);
                for (int k = 0; k < width; k++) {
                    functions.add(same());
                    values[i][k] = i == 0 ? Integer.valueOf(k) : needed[i][k] ? compute(i, k) : null;
                }
            }
            sum = sum();
            sink.accept(sum);
        }

        void write(int source, Integer value) {
            values[0][source] = value;
            mark(1, source);
            for (int i = 1; i < layers; i++) {
                int[] now = queue[i];
                int count = size[i];
                size[i] = 0;
                for (int q = 0; q < count; q++) {
                    int k = now[q];
                    queued[i][k] = false;
                    Integer computed = compute(i, k);
                    if (!computed.equals(values[i][k])) {
                        values[i][k] = computed;
                        if (i + 1 < layers) {
                            mark(i + 1, k);
                        }
                    }
                }
            }
            Integer result = sum();
            if (!result.equals(sum)) {
                sum = result;
                sink.accept(result);
            }
        }

        private void mark(int layer, int changed) {
            for (int s = 0; s < reads; s++) {
                int k = changed - s;
                if (k < 0) {
                    k += width;
                }
                if (needed[layer][k] && !queued[layer][k] && leftOut[layer][k] != s) {
                    queued[layer][k] = true;
                    queue[layer][size[layer]++] = k;
                }
            }
        }

        private Integer compute(int layer, int k) {
            Integer[] before = values[layer - 1];
            int result = before[k];
            int out = leavesOut[layer][k] ? leftOut(result) : -1;
            leftOut[layer][k] = out;
            for (int s = 1; s < reads; s++) {
                if (s != out) {
                    int from = k + s;
                    result += before[from < width ? from : from - width];
                }
            }
            return last.get(layer).get(k).apply(result);
        }

        private Integer sum() {
            int result = 0;
            for (int leaf : leaves) {
                result += values[layers - 1][leaf];
            }
            return result;
        }
    }
}
