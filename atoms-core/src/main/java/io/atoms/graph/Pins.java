package io.atoms.graph;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/*
 * The open views of a graph. Opening must not miss a writer and must not wait for one: the view is added first, and
 * counts only if the committed epoch is still the same afterwards. A writer publishes its epoch before its next
 * transaction, and reads the views before it fills a slot in that next one; both sides use volatile accesses, so either
 * the opener sees the new epoch and tries again, or the writer sees the view (Dekker's argument).
 */
final class Pins {

    private static final View[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock();
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
        lock.lock();
        try {
            View[] old = views;
            View[] more = Arrays.copyOf(old, old.length + 1);
            more[old.length] = view;
            views = more;
        } finally {
            lock.unlock();
        }
    }

    boolean remove(View view) {
        lock.lock();
        try {
            View[] old = views;
            int index = Arrays.asList(old).indexOf(view);
            if (index < 0) {
                return false;
            }
            View[] fewer = Arrays.copyOf(old, old.length - 1);
            if (index < fewer.length) {
                fewer[index] = old[old.length - 1];
            }
            views = fewer.length == 0 ? NONE : fewer;
            return true;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        return views.length;
    }

    /** Keeps the value of a node with a lifecycle for the views that need it. Under the graph's lock. */
    void keep(Derived derived, Definition definition, View effectView) {
        if (effectView.epoch() != Long.MAX_VALUE) {
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
