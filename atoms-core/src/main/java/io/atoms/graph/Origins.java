package io.atoms.graph;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes whose newest value the body of one transaction replaced, and their stamps before it. Filled by the holder of
 * the lock, who takes values back by it; never emptied or reused, so that a reader without the lock may look up a stamp,
 * which is that of the last commit as long as no commit has come between.
 */
final class Origins {

    /** Up to this many a search is as good as an index. */
    private static final int FEW = 16;

    /** How many a reader without the lock looks through. */
    private static final int MANY = 256;

    private Node[] nodes = new Node[FEW];
    private long[] stamps = new long[FEW];

    /** Written after the elements and the arrays, read before them. */
    private volatile int count;

    private @Nullable IdentityHashMap<Node, Long> index;

    void add(Node node) {
        int place = count;
        if (place == nodes.length) {
            nodes = Arrays.copyOf(nodes, place * 2);
            stamps = Arrays.copyOf(stamps, place * 2);
        }
        nodes[place] = node;
        stamps[place] = node.stamp;
        count = place + 1;
        if (index != null) {
            index.put(node, node.stamp);
        }
    }

    /** The stamp of the node at the last commit, or -1 if it is not here. For the holder of the lock. */
    long stampOf(Node node) {
        if (count <= FEW) {
            return search(node);
        }
        IdentityHashMap<Node, Long> map = index;
        if (map == null) {
            map = new IdentityHashMap<>();
            for (int i = 0; i < count; i++) {
                map.put(nodes[i], stamps[i]);
            }
            index = map;
        }
        Long stamp = map.get(node);
        return stamp == null ? -1 : stamp;
    }

    /** The tick of the node at the last commit, or -1 if that can't be told. For any thread. */
    long tickOf(Node node) {
        long stamp = count <= MANY ? search(node) : -1;
        return stamp < 0 ? -1 : Node.tick(stamp);
    }

    private long search(Node node) {
        int size = count;
        Node[] within = nodes;
        long[] values = stamps;
        for (int i = 0; i < size; i++) {
            if (within[i] == node) {
                return values[i];
            }
        }
        return -1;
    }
}
