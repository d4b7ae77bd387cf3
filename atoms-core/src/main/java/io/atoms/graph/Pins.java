package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * The open views of a graph. Opening must not miss a writer and must not wait for one: the view is added first, and
 * counts only if the committed epoch is still the same afterwards. A writer publishes its epoch before its next
 * transaction, and reads the views before it fills a slot in that next one; both sides use volatile accesses, so either
 * the opener sees the new epoch and tries again, or the writer sees the view (Dekker's argument).
 */
final class Pins {

    private static final View[] NONE = {};

    private static final VarHandle VIEWS;

    static {
        try {
            VIEWS = MethodHandles.lookup().findVarHandle(Pins.class, "views", View[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Never changed, but replaced by another array. */
    private volatile View[] views = NONE;

    View open(Graph graph) {
        while (true) {
            View view = new View(graph, graph.committedVolatile());
            add(view);
            if (graph.committedVolatile() == view.epoch()) {
                return view;
            }
            remove(view);
        }
    }

    private void add(View view) {
        View[] old;
        View[] more;
        do {
            old = views;
            more = Arrays.copyOf(old, old.length + 1);
            more[old.length] = view;
        } while (!VIEWS.compareAndSet(this, old, more));
    }

    boolean remove(View view) {
        View[] old;
        View[] fewer;
        do {
            old = views;
            int index = Arrays.asList(old).indexOf(view);
            if (index < 0) {
                return false;
            }
            fewer = old.length == 1 ? NONE : Arrays.copyOf(old, old.length - 1);
            if (index < fewer.length) {
                fewer[index] = old[old.length - 1];
            }
        } while (!VIEWS.compareAndSet(this, old, fewer));
        return true;
    }

    int count() {
        return views.length;
    }

    /** Keeps the value of a node with a lifecycle for the views that need it. Under the graph's lock. */
    void keep(Derived derived, Definition definition, @Nullable View effectView) {
        if (effectView != null && effectView.epoch() != Long.MAX_VALUE) {
            effectView.keep(derived, definition);
        }
        for (View view : views) {
            view.keep(derived, definition);
        }
    }

    /**
     * Keeps the older value of a source for the views that need it, before its slot is filled. Under the graph's lock.
     */
    void keep(Node node, @Nullable View effectView) {
        long tick = node.tick();
        if (effectView != null && tick > effectView.epoch()) {
            effectView.keep(node, node.previous());
        }
        for (View view : views) {
            if (tick > view.epoch()) {
                view.keep(node, node.previous());
            }
        }
    }
}
