package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * From definition to node: extendible hashing (Fagin et al., ACM TODS 1979). The first bits of a hash choose a segment, a
 * small table, the next ones a place in it. A full segment is split into two, so adding a node costs no more in a store of
 * a million than in one of a thousand, and no array becomes so long that a collector treats it apart: G1 keeps dead arrays
 * of 512 kB and all that they refer to until it has marked the heap.
 *
 * The hash is the id times the golden ratio (Knuth, TAOCP 3, 6.4): consecutive ids, and those of any stride that is left
 * when others are collected, fall far apart, in all of the table as within a segment. A collector that promotes nodes early
 * spares those of one stretch of the table, which is then divided more finely.
 *
 * One writer (the holder of the graph's lock), any number of lock-free readers. A reader that misses must be right,
 * because a source that is not there has its initial value. Hence what is replaced, an array or a segment, keeps what it
 * had. A reader that still probes it can miss only nodes that were added after it was replaced, whose commits are later
 * than the epoch that the reader read before.
 */
final class NodeTable {

    private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(NodeSegment[].class);

    /** What an empty table has, of all graphs; nothing is ever added to it. */
    private static final NodeSegment[] NOTHING = {new NodeSegment()};

    /** Made for the first node. Guarded by the lock. */
    private @Nullable ReferenceQueue<Definition> collected;

    /** By the first bits of the hash. A segment with fewer bits in common is here several times, in a row. */
    private volatile NodeSegment[] segments = NOTHING;

    ReferenceQueue<Definition> queue() {
        ReferenceQueue<Definition> present = collected;
        if (present == null) {
            present = new ReferenceQueue<>();
            collected = present;
        }
        return present;
    }

    /** The node of the definition, or null. For any thread. */
    @Nullable
    Node find(Definition definition) {
        return segment(definition.hash).find(definition);
    }

    private NodeSegment segment(int hash) {
        NodeSegment[] all = segments;
        return (NodeSegment) SEGMENT.getAcquire(all, index(hash, all.length));
    }

    /** The first bits, as many as the length (a power of two) has use for. None are a shift by 32, so a long one. */
    private static int index(int hash, int length) {
        return (int) (Integer.toUnsignedLong(hash) >>> Integer.numberOfLeadingZeros(length - 1));
    }

    /** The definition with this id, if it is here; slow, for messages. Under the lock. */
    @Nullable
    Definition definition(long id) {
        Definition[] found = {null};
        forEach(node -> {
            Definition definition = node.definition();
            if (definition != null && definition.id == id) {
                found[0] = definition;
            }
        });
        return found[0];
    }

    /** Adds a node whose definition is not present. */
    void add(Node node) {
        expunge();
        if (segments == NOTHING) {
            segments = new NodeSegment[] {new NodeSegment()};
        }
        while (!segment(node.hash).add(node)) {
            split(node.hash);
        }
    }

    private void split(int hash) {
        NodeSegment segment = segment(hash);
        if (segments.length == 1 << segment.depth) {
            segments = doubled(segments);
        }
        NodeSegment[] all = segments;
        NodeSegment[] halves = segment.split();
        int count = all.length >>> segment.depth;
        int first = index(hash, all.length) & -count;
        for (int i = 0; i < count; i++) {
            SEGMENT.setRelease(all, first + i, halves[2 * i / count]);
        }
    }

    private static NodeSegment[] doubled(NodeSegment[] all) {
        NodeSegment[] doubled = new NodeSegment[all.length * 2];
        Arrays.setAll(doubled, i -> all[i / 2]);
        return doubled;
    }

    /** Takes out a node that nobody asks for any more, rather than wait until its definition is collected. */
    void remove(Node node) {
        node.clear();
        bury(node);
    }

    private void bury(Node node) {
        segment(node.hash).bury(node);
    }

    /** Forgets the nodes whose definitions have been collected. */
    void expunge() {
        ReferenceQueue<Definition> present = collected;
        if (present == null) {
            return;
        }
        Reference<? extends Definition> reference;
        while ((reference = present.poll()) != null) {
            bury((Node) reference);
        }
    }

    void forEach(Consumer<Node> consumer) {
        NodeSegment[] all = segments;
        for (int i = 0; i < all.length; i += all.length >>> all[i].depth) {
            all[i].forEach(consumer);
        }
    }

    /** The longest row of elements without a gap: what the slowest miss looks at. For tests. */
    int longestCluster() {
        return Arrays.stream(segments)
                .mapToInt(NodeSegment::longestCluster)
                .max()
                .orElse(0);
    }

    /** How many elements there are, taken or not. For tests. */
    int length() {
        return Arrays.stream(segments).distinct().mapToInt(NodeSegment::length).sum();
    }

    /** How long the longest array is. For tests. */
    int longestArray() {
        NodeSegment[] all = segments;
        return Math.max(
                all.length,
                Arrays.stream(all).mapToInt(NodeSegment::length).max().orElse(0));
    }
}
