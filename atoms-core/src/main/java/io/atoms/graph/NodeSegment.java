package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes whose hashes begin with the same bits: an open-addressing hash table with linear probing, keyed by identity,
 * whose entries are the nodes themselves. A node is a weak reference to its definition, so an entry costs one array element
 * and nothing else. An element, once filled, is never emptied in the same array: a collected entry becomes a tombstone and
 * goes away when the array is rebuilt, and a rebuilt array is published whole.
 *
 * <p>An array has any length, not only powers of two, so that it can grow by less than a half and is never less than half full
 * of what was added. A place is the hash as a fraction, times the length (Lemire, Fast Random Integer Generation in an
 * Interval, ACM TOMACS 29, 2019).
 */
final class NodeSegment {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Node[].class);

    private static final int MINIMUM = 8;

    /** An array of this length, 16 kB, is far from what collectors treat apart; G1 does from 512 kB on. */
    private static final int MAXIMUM = 1 << 12;

    /** A node that finds so many elements in its way calls for a larger table, up to so many elements a node. */
    private static final int LONG = 128;

    private static final int MAXIMUM_SPACE = 32;

    /** Elements for 100 nodes in a new array; it is replaced when three quarters are filled. */
    private static final int SPACE_PERCENT = 190;

    /** With more bits in common, what is left of a hash says too little. */
    private static final int MAXIMUM_DEPTH = 20;

    /** Takes the place of a collected node: its definition is null for ever and equals no key. */
    private static final Node TOMBSTONE = new Node(null, null, 0) {};

    /** How many bits all hashes here have in common. */
    final int depth;

    private volatile Node[] table;

    /** Elements that are not null, tombstones included. Guarded by the lock. */
    private int filled;

    /** Nodes. Guarded by the lock. */
    private int live;

    NodeSegment() {
        this(0, new Node[MINIMUM]);
    }

    private NodeSegment(int depth, Node[] table) {
        this.depth = depth;
        this.table = table;
    }

    /** The node of the definition, or null. For any thread. */
    @Nullable
    Node find(Definition definition) {
        Node[] nodes = table;
        for (int i = place(definition.hash, nodes.length); ; i = next(i, nodes.length)) {
            Node node = (Node) ELEMENT.getAcquire(nodes, i);
            if (node == null) {
                return null;
            }
            if (node.refersTo(definition)) {
                return node;
            }
        }
    }

    /** By the bits of the hash that are not common. */
    private int place(int hash, int length) {
        return (int) ((Integer.toUnsignedLong(hash << depth) * length) >>> Integer.SIZE);
    }

    private static int next(int place, int length) {
        return place + 1 == length ? 0 : place + 1;
    }

    /** Adds a node whose definition is not here; false if the segment has to be split first. */
    boolean add(Node node) {
        if ((filled + 1) * 4 > table.length * 3) {
            int needed = capacity(live);
            if (needed > MAXIMUM && depth < MAXIMUM_DEPTH) {
                return false;
            }
            rebuild(needed);
        }
        int probes = insert(node);
        if (probes > LONG && table.length < MAXIMUM_SPACE * live) {
            rebuild(table.length * 2);
        }
        return true;
    }

    /** Two segments with the nodes of this one; who still looks here finds what was here. */
    NodeSegment[] split() {
        int bit = 1 << (31 - depth);
        int upper = 0;
        for (Node node : table) {
            upper += isNode(node) && (node.hash & bit) != 0 ? 1 : 0;
        }
        NodeSegment[] halves = {
            new NodeSegment(depth + 1, new Node[capacity(live - upper)]),
            new NodeSegment(depth + 1, new Node[capacity(upper)])
        };
        forEach(node -> halves[(node.hash & bit) == 0 ? 0 : 1].insert(node));
        return halves;
    }

    /** Returns how many elements were in the way. */
    private int insert(Node node) {
        Node[] nodes = table;
        int i = free(nodes, node);
        ELEMENT.setRelease(nodes, i, node);
        filled++;
        live++;
        return Math.floorMod(i - place(node.hash, nodes.length), nodes.length);
    }

    private int free(Node[] nodes, Node node) {
        int i = place(node.hash, nodes.length);
        while (nodes[i] != null) {
            i = next(i, nodes.length);
        }
        return i;
    }

    /** Forgets the node, if it is here. */
    void bury(Node node) {
        Node[] nodes = table;
        int i = place(node.hash, nodes.length);
        while (nodes[i] != null && nodes[i] != node) {
            i = next(i, nodes.length);
        }
        if (nodes[i] == node) {
            ELEMENT.setRelease(nodes, i, TOMBSTONE);
            live--;
            if (filled > 4 * MINIMUM && live * 4 < filled) {
                rebuild(capacity(live));
            }
        }
    }

    private static int capacity(int nodes) {
        return Math.max(MINIMUM, nodes * SPACE_PERCENT / 100 + 2);
    }

    private void rebuild(int capacity) {
        Node[] rebuilt = new Node[capacity];
        for (Node node : table) {
            if (isNode(node)) {
                rebuilt[free(rebuilt, node)] = node;
            }
        }
        filled = live;
        table = rebuilt;
    }

    void forEach(Consumer<Node> consumer) {
        for (Node node : table) {
            if (isNode(node)) {
                consumer.accept(node);
            }
        }
    }

    private static boolean isNode(@Nullable Node element) {
        return element != null && element != TOMBSTONE;
    }

    /** The longest row of elements without a gap: what the slowest miss looks at. For tests. */
    int longestCluster() {
        Node[] nodes = table;
        int longest = 0;
        int length = 0;
        for (int i = 0; i < 2 * nodes.length && length < nodes.length; i++) {
            length = nodes[i % nodes.length] == null ? 0 : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** How long the array is. For tests. */
    int length() {
        return table.length;
    }
}
