package io.atoms.graph;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Work of threads that must not wait for the lock, such as those that signal results; and what such work may do under
 * it. {@link #submit} and {@link #readWithoutWaiting} may be called from any thread, everything else only by a submitted
 * task.
 */
public final class Inbox {

    private final Graph graph;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    Inbox(Graph graph) {
        this.graph = graph;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** The value as of the last commit, without ever waiting for the lock; an error is returned as a failure. */
    public @Nullable Object readWithoutWaiting(Definition definition) {
        return graph.reading.readWithoutWaiting(definition);
    }

    /**
     * Runs a task under the lock, as a commit of its own, without ever waiting for it: if the lock is taken, its holder
     * runs the task when it releases it. Tasks run in the order of submission.
     */
    public void submit(Runnable task) {
        tasks.add(task);
        empty();
    }

    /**
     * Whoever adds a task tries the lock afterwards, and whoever releases the lock looks into the inbox afterwards: one
     * of the two finds the task.
     */
    void empty() {
        while (!tasks.isEmpty() && !graph.insideByThisThread() && graph.tryEnter()) {
            try {
                Runnable task;
                while (!graph.isClosed() && (task = tasks.poll()) != null) {
                    task.run();
                }
                if (graph.isClosed()) {
                    tasks.clear();
                }
            } finally {
                graph.unlock();
            }
            graph.drainIfNeeded();
        }
    }

    /** Writes a source as one commit. To be called by a task of {@link #submit}. */
    public void write(Definition source, @Nullable Object value) {
        graph.writeInside(source, value, false);
        graph.commit("result ", source.name());
        graph.endOfCommit();
    }

    /** The newest value of a definition if it has one, else null. To be called by a task of {@link #submit}. */
    public @Nullable Object newest(Definition definition) {
        Node node = graph.table.find(definition);
        Object newest = node == null ? null : node.newest();
        return newest == Derived.UNSET || newest instanceof Failure ? null : newest;
    }

    /**
     * Makes a definition a dependency of another one although its function has returned, if that still has the value
     * that the function gave it; if the dependency's value is not what was read, the dependent runs again. To be called
     * by a task of {@link #submit}.
     */
    public void addDependency(Definition dependent, Object ofValue, Definition dependency, @Nullable Object valueRead) {
        if (!(graph.table.find(dependent) instanceof Derived derived) || derived.newest() != ofValue) {
            return;
        }
        Node node = graph.node(dependency);
        if (node instanceof Derived below && below.validUntil < graph.now()) {
            graph.propagation.refresh(below, dependency);
        }
        boolean changed = !Sameness.same(graph, dependency, node.newest(), valueRead);
        for (int i = 0; i < derived.dependencyCount; i++) {
            if (derived.dependencies[i] == node) {
                return;
            }
        }
        graph.propagation.tracking.append(derived, node, changed ? -1 : node.tick());
        if (changed) {
            graph.nextTick();
            graph.propagation.markAsStale(derived);
            if (!derived.observed()) {
                derived.validUntil(graph.committed());
            }
            graph.commit("late read of ", dependency.name());
            graph.endOfCommit();
        }
    }

    /** Brings a derived definition up to date; an error is returned as a failure. To be called by a submitted task. */
    public @Nullable Object compute(Definition definition) {
        return graph.reading.readInside(definition);
    }

    /** Whether somebody observes the definition. To be called by a submitted task. */
    public boolean isObserved(Definition definition) {
        Node node = graph.table.find(definition);
        return node != null && node.observed();
    }

    /** Runs something as soon as the lock is released, on this thread. To be called under the lock. */
    public void afterUnlock(Runnable runnable) {
        graph.lifecycles.afterUnlock(runnable);
    }
}
