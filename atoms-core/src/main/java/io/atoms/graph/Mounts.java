package io.atoms.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells definitions that they are observed or not any more, after the fact and net: a node that lost and regained its
 * observers in between was never unobserved. Dependencies mount first and unmount last.
 */
final class Mounts {

    /** A node that was told it is observed; the cleanup is set by the drain. */
    static final class Mounted {
        final Node node;
        final Definition definition;

        /** Filled in before sorting. */
        int height;

        @Nullable
        Runnable cleanup;

        Mounted(Node node, Definition definition) {
            this.node = node;
            this.definition = definition;
        }
    }

    private final Graph graph;

    /** Nodes whose being observed changed since the last drain. Guarded by the lock. */
    private @Nullable IdentityHashMap<Node, Definition> turned;

    /** Guarded by the lock. */
    private @Nullable IdentityHashMap<Node, Mounted> mounted;

    /** Whether {@link #turned} is not empty; read without the lock to save taking it. */
    private volatile boolean pending;

    Mounts(Graph graph) {
        this.graph = graph;
    }

    void turned(Node node, Definition definition) {
        if (turned == null) {
            turned = new IdentityHashMap<>(1); // many stores have nothing to mount
        }
        turned.put(node, definition);
        pending = true;
    }

    boolean pending() {
        return pending;
    }

    /**
     * The nodes to unmount, dependents first, and then those to mount, dependencies first; and the definitions with a
     * lifecycle that were observed only in between, whose values have begun for that. Under the lock.
     */
    void take(List<Mounted> unmount, List<Mounted> mount, List<Definition> passed) {
        if (turned == null) {
            return;
        }
        if (mounted == null) {
            mounted = new IdentityHashMap<>(1);
        }
        IdentityHashMap<Node, Mounted> present = mounted;
        turned.forEach((node, definition) -> {
            if (!node.observed()) {
                Mounted known = present.remove(node);
                if (known != null) {
                    unmount.add(known);
                } else if (definition.lifecycle() && definition.mountable()) {
                    passed.add(definition);
                }
            } else if (!present.containsKey(node)) {
                Mounted known = new Mounted(node, definition);
                present.put(node, known);
                mount.add(known);
            }
        });
        turned.clear();
        pending = false;
        sort(unmount, false);
        sort(mount, true);
    }

    private void sort(List<Mounted> nodes, boolean dependenciesFirst) {
        if (nodes.size() < 2) {
            return;
        }
        Heights heights = new Heights();
        for (Mounted each : nodes) {
            each.height = heights.of(each.node);
        }
        Comparator<Mounted> byHeight = Comparator.comparingInt(m -> m.height);
        byHeight = dependenciesFirst ? byHeight : byHeight.reversed();
        nodes.sort(byHeight.thenComparingLong(m -> m.definition.id));
    }

    void notify(List<Mounted> nodes, boolean observed) {
        Tracer tracer = graph.tracer;
        if (tracer != null) {
            for (Mounted each : new ArrayList<>(nodes)) {
                if (observed) {
                    tracer.observed(each.definition);
                } else {
                    tracer.unobserved(each.definition);
                }
            }
        }
    }
}
