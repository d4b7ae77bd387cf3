package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * From definition to node: an open-addressing hash table with linear probing, keyed by identity, whose entries are the
 * nodes themselves. A node is a weak reference to its definition, so an entry costs one array element and nothing else.
 * The place is the top bits of the id times the golden ratio (Knuth, TAOCP 3, 6.4): consecutive ids, and those of any
 * stride that is left when others are collected, fall far apart. The lower bits of that product do not have that
 * property. Still, a collector that promotes nodes early spares those of one stretch of the table, and rebuilding keeps
 * their order; so the table also grows where a new node finds too many in its way.
 *
 * One writer (the holder of the graph's lock), any number of lock-free readers. A reader that misses must be right,
 * because a source that is not there has its initial value. Hence an element, once filled, is never emptied in the
 * same array: a collected entry becomes a tombstone and goes away when the table is rebuilt. A rebuilt array is
 * published whole. A reader that still probes an old array can miss only nodes that were added after it read the
 * array, whose commits are later than the epoch that the reader read before.
 */
final class NodeTable {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Node[].class);
    private static final int MINIMUM = 16;

    /** A node that finds so many elements in its way calls for a larger table, up to so many elements a node. */
    private static final int LONG = 128;

    private static final int MAXIMUM_SPACE = 32;

    /** Takes the place of a collected node: its definition is null for ever and equals no key. */
    private static final Node TOMBSTONE = new Node(null, null, 0) {};

    private final ReferenceQueue<Definition> collected = new ReferenceQueue<>();

    private volatile Node[] table = new Node[MINIMUM];

    /** Elements that are not null, tombstones included. Guarded by the lock. */
    private int filled;

    /** Nodes. Guarded by the lock. */
    private int live;

    ReferenceQueue<Definition> queue() {
        return collected;
    }

    /** The node of the definition, or null. For any thread. */
    @Nullable
    Node find(Definition definition) {
        Node[] nodes = table;
        int mask = nodes.length - 1;
        for (int i = place(definition.hash, mask); ; i = (i + 1) & mask) {
            Node node = (Node) ELEMENT.getAcquire(nodes, i);
            if (node == null) {
                return null;
            }
            if (node.refersTo(definition)) {
                return node;
            }
        }
    }

    /** The definition with this id, if it is here; slow, for messages. Under the lock. */
    @Nullable
    Definition definition(long id) {
        for (Node node : table) {
            Definition definition = node == null ? null : node.definition();
            if (definition != null && definition.id == id) {
                return definition;
            }
        }
        return null;
    }

    /** The top bits, as many as the length of the table (a power of two, {@code mask} plus one) has use for. */
    private static int place(int hash, int mask) {
        return hash >>> Integer.numberOfLeadingZeros(mask);
    }

    /** The longest row of elements without a gap: what the slowest miss looks at. For tests. */
    int longestCluster() {
        Node[] nodes = table;
        int longest = 0;
        int length = 0;
        for (int i = 0; i < 2 * nodes.length && length < nodes.length; i++) {
            length = nodes[i & (nodes.length - 1)] == null ? 0 : length + 1;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /** Adds a node whose definition is not present. */
    void add(Node node) {
        expunge();
        if ((filled + 1) * 3L > table.length * 2L) {
            rebuild(MINIMUM);
        }
        filled++;
        live++;
        if (insert(table, node) > LONG && table.length < MAXIMUM_SPACE * live) {
            rebuild(table.length * 2);
        }
    }

    /** Returns how many elements were in the way. */
    private static int insert(Node[] nodes, Node node) {
        int mask = nodes.length - 1;
        int i = place(node.hash, mask);
        int probes = 0;
        while (nodes[i] != null) {
            i = (i + 1) & mask;
            probes++;
        }
        ELEMENT.setRelease(nodes, i, node);
        return probes;
    }

    /** Takes out a node that nobody asks for any more, rather than wait until its definition is collected. */
    void remove(Node node) {
        node.clear();
        bury(node);
    }

    private void bury(Node node) {
        Node[] nodes = table;
        int mask = nodes.length - 1;
        int i = place(node.hash, mask);
        while (nodes[i] != null && nodes[i] != node) {
            i = (i + 1) & mask;
        }
        if (nodes[i] == node) {
            ELEMENT.setRelease(nodes, i, TOMBSTONE);
            live--;
        }
    }

    /** Forgets the nodes whose definitions have been collected. */
    void expunge() {
        Reference<? extends Definition> reference;
        while ((reference = collected.poll()) != null) {
            bury((Node) reference);
        }
        if (filled > 4 * MINIMUM && live * 4L < filled) {
            rebuild(MINIMUM);
        }
    }

    private void rebuild(int atLeast) {
        int capacity = atLeast;
        while (capacity < live * 2L + 2) {
            capacity *= 2;
        }
        Node[] nodes = new Node[capacity];
        int count = 0;
        for (Node node : table) {
            if (node != null && node != TOMBSTONE) {
                insert(nodes, node);
                count++;
            }
        }
        filled = count;
        live = count;
        table = nodes;
    }

    void forEach(Consumer<Node> consumer) {
        for (Node node : table) {
            if (node != null && node != TOMBSTONE) {
                consumer.accept(node);
            }
        }
    }
}
