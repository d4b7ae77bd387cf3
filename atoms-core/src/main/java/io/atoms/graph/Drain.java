package io.atoms.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Runs listeners, effects, cleanups and mount functions: outside the lock, one at a time per graph, in commit order
 * (R15). Rounds are queued under the graph's lock, in commit order; the thread that raises the work-in-progress counter
 * from zero runs them until none is left, as Reactor's operators do; the others leave their work to it. What listeners
 * write becomes rounds at the end of the queue.
 */
final class Drain {

    private final Graph graph;
    private final ConcurrentLinkedQueue<Round> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workInProgress = new AtomicInteger();

    /** The thread that runs the rounds. Written by itself, so a thread that finds itself here is right. */
    private @Nullable Thread runner;

    /** The run of the effect whose body is executing. Owned by the runner. */
    private @Nullable EffectRun current;

    /** The depth of the running round, and whether the runner committed during the running note. Owned by the runner. */
    private int depth;

    private boolean committed;
    private @Nullable Throwable failure;

    Drain(Graph graph) {
        this.graph = graph;
    }

    boolean runByThisThread() {
        return runner == Thread.currentThread();
    }

    /** The effect run that the calling thread is inside of, or null. */
    @Nullable
    EffectRun currentRun() {
        return runByThisThread() ? current : null;
    }

    /** How deep a commit of the calling thread would be. */
    int nextDepth() {
        return runByThisThread() ? depth + 1 : 0;
    }

    void noteCommit() {
        if (runByThisThread()) {
            committed = true;
        }
    }

    /** Under the graph's lock, so rounds are in commit order. */
    void enqueue(Round round) {
        queue.add(round);
    }

    boolean hasWork() {
        return !queue.isEmpty() || graph.mounts.pending();
    }

    /** Runs what is queued, unless another thread (or this one, further out) is at it and will. */
    void run() {
        if (workInProgress.getAndIncrement() != 0) {
            return;
        }
        runner = Thread.currentThread();
        Throwable thrown = null;
        int missed = 1;
        do {
            Round round;
            while ((round = queue.poll()) != null) {
                depth = round.depth;
                round.run(this);
            }
            depth = 0;
            mounts();
            thrown = takeFailure(thrown);
            if (queue.isEmpty()) {
                if (workInProgress.get() == missed) {
                    runner = null;
                }
                missed = workInProgress.addAndGet(-missed);
                if (missed != 0) {
                    runner = Thread.currentThread();
                }
            }
        } while (missed != 0);
        if (thrown != null) {
            throw Failure.sneaky(thrown);
        }
    }

    /** Before the counter is given up: afterwards the field belongs to the next runner. */
    private @Nullable Throwable takeFailure(@Nullable Throwable thrown) {
        Throwable collected = failure;
        failure = null;
        if (thrown == null || collected == null || collected == thrown) {
            return thrown == null ? collected : thrown;
        }
        thrown.addSuppressed(collected);
        return thrown;
    }

    void attempt(String source, @Nullable Node node, Runnable runnable) {
        try {
            assert !graph.insideByThisThread() : "user code of a listener or effect under the lock (T4)";
            runnable.run();
        } catch (Throwable error) {
            failed(source, node, error);
        }
    }

    private void failed(String source, @Nullable Node node, Throwable error) {
        Definition definition = node == null ? null : node.definition();
        try {
            if (graph.host.failed(definition == null ? source.trim() : source + definition.name(), error)) {
                return;
            }
        } catch (Throwable fromHandler) {
            if (fromHandler != error) {
                fromHandler.addSuppressed(error);
            }
            collect(fromHandler);
            return;
        }
        collect(error);
    }

    private void collect(Throwable error) {
        if (failure == null) {
            failure = error;
        } else if (failure != error) {
            failure.addSuppressed(error);
        }
    }

    // ---- mounts -------------------------------------------------------------------------------------------------

    void mounts() {
        while (graph.mounts.pending()) {
            List<Mounts.Mounted> unmount = new ArrayList<>();
            List<Mounts.Mounted> mount = new ArrayList<>();
            graph.lockForMaintenance();
            try {
                graph.mounts.take(unmount, mount);
                graph.mounts.notify(unmount, false);
                graph.mounts.notify(mount, true);
            } finally {
                graph.unlock();
            }
            Runnable events = graph.tracer == null ? null : graph.tracer.takeEvents();
            if (events != null) {
                attempt("store observer", null, events);
            }
            for (Mounts.Mounted each : unmount) {
                Runnable cleanup = each.cleanup;
                if (cleanup != null) {
                    attempt("unmount of " + each.definition.name(), null, cleanup);
                }
            }
            for (Mounts.Mounted each : mount) {
                if (each.definition.mountable()) {
                    attempt(
                            "mount of " + each.definition.name(),
                            null,
                            () -> each.cleanup = graph.host.mount(each.definition));
                }
            }
        }
    }

    // ---- effects ------------------------------------------------------------------------------------------------

    /** The turn of a queued effect: check, clean up after the run before, run, link. */
    void run(Effect effect) {
        Observing.Turn turn = graph.observing.takeTurn(effect);
        if (turn == Observing.Turn.CLEAN_UP) {
            cleanUp(effect);
            turn = graph.observing.beginRun(effect) ? Observing.Turn.RUN : Observing.Turn.SKIP;
        }
        if (turn == Observing.Turn.SKIP) {
            return;
        }
        EffectRun run = new EffectRun(graph, effect);
        current = run;
        committed = false;
        Throwable error = null;
        try {
            effect.body.run(run);
        } catch (Throwable thrown) {
            error = thrown;
        } finally {
            current = null;
            run.end();
        }
        graph.observing.endRun(effect, run, committed ? depth + 1 : 0);
        if (effect.isDisposed()) {
            cleanUp(effect);
        }
        if (error != null) {
            failed(effect.label.name(), null, error);
        }
    }

    /** Runs the cleanups of the last run, then ends the effects made in it: outer before inner (R18). */
    void cleanUp(Effect effect) {
        for (Runnable cleanup : effect.takeCleanups()) {
            attempt("cleanup of " + effect.label.name(), null, cleanup);
        }
        if (effect.hasChildren()) {
            for (Effect child : graph.observing.disposeChildren(effect)) {
                cleanUp(child);
            }
        }
    }
}
