package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The nodes whose newest value the body of a transaction replaced, and their stamps before it: a hash table with linear
 * probing, at most half full. Written by the holder of the lock, who takes values back by it.
 *
 * <p>A reader without the lock looks up the tick that a node had at the last commit. What is here stays true until the next
 * commit; only after that it is emptied and used again. So {@link #epoch} is a sequence lock: emptying takes it away first,
 * and a reader who finds its own epoch there before and after the look-up has seen entries of no other commit. An entry is
 * published by its node, which is stored after the stamp.
 */
final class Origins {

    private static final VarHandle EPOCH;
    private static final VarHandle NODE = MethodHandles.arrayElementVarHandle(Node[].class);

    static {
        try {
            EPOCH = MethodHandles.lookup().findVarHandle(Origins.class, "epoch", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long NONE = -1;
    private static final int INITIAL = 16;

    /** A table with more places is not kept for the next transaction. */
    private static final int KEPT = 1 << 12;

    private final @Nullable Node[] nodes;
    private final long[] stamps;

    /** The places that are taken, to empty them without a look at the others. */
    private final int[] taken;

    private int count;

    /** The commit that the stamps are of. */
    private long epoch;

    Origins(long epoch) {
        this(epoch, INITIAL);
    }

    private Origins(long epoch, int places) {
        this.epoch = epoch;
        nodes = new Node[places];
        stamps = new long[places];
        taken = new int[places / 2];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Makes an empty one one of this commit. */
    void begin(long committed) {
        EPOCH.setRelease(this, committed);
    }

    /** Adds the node with its present stamp, unless it is here. Returns where it went: this, or a larger copy. */
    Origins add(Node node) {
        if (count == taken.length) {
            Origins larger = new Origins(epoch, nodes.length * 2);
            for (int place : taken) {
                larger.put((Node) NODE.get(nodes, place), stamps[place]);
            }
            larger.put(node, node.stamp);
            return larger;
        }
        put(node, node.stamp);
        return this;
    }

    private void put(Node node, long stamp) {
        int place = first(node);
        while (nodes[place] != null) {
            if (nodes[place] == node) {
                return;
            }
            place = next(place);
        }
        stamps[place] = stamp;
        NODE.setRelease(nodes, place, node);
        taken[count++] = place;
    }

    /** Empties it after a commit. Returns false if it is not worth keeping. */
    boolean clear() {
        if (nodes.length > KEPT) {
            return false;
        }
        EPOCH.setOpaque(this, NONE);
        VarHandle.releaseFence();
        for (int i = 0; i < count; i++) {
            nodes[taken[i]] = null;
        }
        count = 0;
        return true;
    }

    /** The stamp of the node at the last commit, or -1 if it is not here. For the holder of the lock. */
    long stampOf(Node node) {
        int place = first(node);
        while (true) {
            Node found = (Node) NODE.getAcquire(nodes, place);
            if (found == node) {
                return stamps[place];
            }
            if (found == null) {
                return -1;
            }
            place = next(place);
        }
    }

    /** The tick of the node at this epoch, or -1 if that can't be told. For any thread. */
    long tickOf(Node node, long epoch) {
        if (epochAcquire() != epoch) {
            return -1;
        }
        long stamp = stampOf(node);
        VarHandle.acquireFence();
        return stamp < 0 || (long) EPOCH.getOpaque(this) != epoch ? -1 : Node.tick(stamp);
    }

    long epochAcquire() {
        return (long) EPOCH.getAcquire(this);
    }

    /** By the top bits of the hash, which spread. */
    private int first(Node node) {
        return node.hash >>> Integer.numberOfLeadingZeros(nodes.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (nodes.length - 1);
    }
}
