package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Work of threads that must not wait for the lock, such as those that signal results; and what such work may do under
 * it. {@link #submit} and {@link #readWithoutWaiting} may be called from any thread, everything else only by a submitted
 * task.
 */
public final class Inbox {

    private static final class Task {
        final Runnable runnable;

        /** The depth of the commits that led to the task, so that work that completes at once is found not to settle. */
        final int depth;

        /** What the task wrote is committed. Written under the lock; who finds it false has to take the lock to be sure. */
        volatile boolean done;

        Task(Runnable runnable, int depth) {
            this.runnable = runnable;
            this.depth = depth;
        }
    }

    private static final int NONE = -1;

    private static final VarHandle TASKS;

    static {
        try {
            TASKS = MethodHandles.lookup().findVarHandle(Inbox.class, "tasks", Queue.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Graph graph;

    /** Null before the first task; set by whoever submits that. One that is not there is empty. */
    private volatile @Nullable Queue<Task> tasks;

    /** The depth of the running task. Guarded by the lock. */
    private int depth = NONE;

    Inbox(Graph graph) {
        this.graph = graph;
    }

    boolean isEmpty() {
        Queue<Task> present = tasks;
        return present == null || present.isEmpty();
    }

    /** Whether a task is running. Under the lock. */
    boolean runsTask() {
        return depth != NONE;
    }

    int depth() {
        return depth;
    }

    /** The value as of the last commit, without ever waiting for the lock; an error is returned as a failure. */
    public @Nullable Object readWithoutWaiting(Definition definition) {
        return graph.reading.readWithoutWaiting(definition);
    }

    /**
     * Runs a task under the lock, as a commit of its own, without ever waiting for it: if the lock is taken, its holder
     * runs the task when it releases it. (Only a task that a waiting call of this thread has led to waits as that does.) Tasks run in the order of submission. What follows from the task is done on
     * the same thread as far as that can be without waiting, else by the next holder of the lock. Tasks run even if the
     * graph has been closed meanwhile, so that they can tell somebody.
     */
    public void submit(Runnable task) {
        Task added = new Task(task, graph.drain.resultDepth());
        tasks().add(added);
        if (graph.insideByThisThread()) {
            return;
        }
        Held held = Held.current();
        if (held.settling()) {
            emptyPatiently(added); // whoever set this off goes on with what is due
        } else {
            empty();
            held.hurriedly(held::settle);
        }
        held.drainHurriedly(graph);
    }

    private Queue<Task> tasks() {
        Queue<Task> present = tasks;
        if (present != null) {
            return present;
        }
        Queue<Task> made = new ConcurrentLinkedQueue<>();
        return TASKS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(tasks);
    }

    /**
     * Work that completes at once is ready at once for the call that needed it (R22). If that call may wait for the lock,
     * it does so here, too, as a read does: not while a transaction's body is open. A task that another thread has taken
     * may still be running there: the lock is free when it has been committed.
     */
    private void emptyPatiently(Task added) {
        empty();
        if (!added.done && graph.reading.waitToCompute()) {
            try {
                runAll();
            } finally {
                graph.unlockOnly();
            }
        }
    }

    /**
     * Whoever adds a task tries the lock afterwards, and whoever releases the lock looks into the inbox afterwards: one
     * of the two finds the task. Tells whether there was one.
     */
    boolean empty() {
        boolean found = false;
        while (!isEmpty() && graph.tryEnter()) {
            found = true;
            try {
                runAll();
            } finally {
                graph.release();
            }
        }
        return found;
    }

    private void runAll() {
        Queue<Task> present = tasks();
        Task task;
        while ((task = present.poll()) != null) {
            depth = task.depth;
            try {
                Failure.reporting(task.runnable);
            } finally {
                graph.endOfCommit();
                depth = NONE;
                task.done = true;
            }
        }
    }

    /** The error if too many commits in answer to each other have led to the running task, else null. */
    public @Nullable RuntimeException unsettled() {
        return graph.writing.unsettled(depth);
    }

    /** Writes a source as one commit. To be called by a task of {@link #submit}. */
    public void write(Definition source, @Nullable Object value) {
        if (!graph.isClosed()) {
            graph.writing.writeInside(source, value, false);
            graph.writing.commit("result ", source);
            graph.endOfCommit();
        }
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
     *
     * @return the error if the dependency depends on the dependent, so that it can't become one
     */
    public @Nullable RuntimeException addDependency(
            Definition dependent, Object ofValue, Definition dependency, @Nullable Object valueRead) {
        if (!(graph.table.find(dependent) instanceof Derived derived) || derived.newest() != ofValue) {
            return null;
        }
        Node node = graph.node(dependency);
        if (node instanceof Derived below) {
            if (below.validUntil < graph.now()) {
                graph.propagation.refresh(below, dependency);
            }
            RuntimeException cycle = new Paths(graph).cycle(below, derived);
            if (cycle != null) {
                return cycle;
            }
        }
        boolean changed = !Sameness.same(graph, dependency, node.newest(), valueRead);
        for (int i = 0; i < derived.dependencyCount; i++) {
            if (derived.dependency(i) == node) {
                return null;
            }
        }
        graph.propagation.tracking.append(derived, node, changed ? -1 : node.tick());
        if (changed) {
            graph.nextTick();
            graph.propagation.markAsStale(derived);
            if (!derived.observed()) {
                derived.validUntil(graph.committed());
            }
            graph.writing.commit("late read of ", dependency);
            graph.endOfCommit();
        }
        return null;
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

    /** As {@link #submit}, but after what this thread is starting and cancelling just now. From any thread. */
    public void submitAfterwards(Runnable task) {
        Held held = Held.current();
        held.afterUnlock(() -> submit(task), graph.drain.resultDepth());
        held.settle();
    }

    /** Runs something as soon as the lock is released, on this thread. To be called by a submitted task. */
    public void afterUnlock(Runnable runnable) {
        Held.current().afterUnlock(runnable, graph.nextDepth());
    }
}
