package io.atoms.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/*
 * Runs listeners, effects, cleanups and mount functions: outside the lock, one at a time per graph, in commit order
 * (R15). Rounds are queued under the graph's lock, in commit order; the thread that raises the work-in-progress counter
 * from zero runs them until none is left, as Reactor's operators do; the others leave their work to it. What listeners
 * write becomes rounds at the end of the queue.
 *
 * Effects and mount functions need lock sessions in between. A thread that must not wait for the lock and does not get
 * it leaves the rest of the round behind and lowers the counter; then it looks at the lock once more. Whoever releases
 * the lock looks whether rounds are left: one of the two goes on.
 */
final class Drain {

    private static final VarHandle QUEUE;
    private static final VarHandle SPARE;
    private static final VarHandle WORK_IN_PROGRESS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            QUEUE = lookup.findVarHandle(Drain.class, "queue", Queue.class);
            SPARE = lookup.findVarHandle(Drain.class, "spare", Round.class);
            WORK_IN_PROGRESS = lookup.findVarHandle(Drain.class, "workInProgress", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Graph graph;

    /** Null before the first round that is not run at once; set by whoever has that. One that is not there is empty. */
    private volatile @Nullable Queue<Round> queue;

    private volatile int workInProgress;

    /** The thread that runs the rounds. Written by itself, so a thread that finds itself here is right. */
    private @Nullable Thread runner;

    /** What effects read with. Owned by the runner. */
    private @Nullable EffectRun effectRun;

    /** The effect whose body is executing. Owned by the runner. */
    private @Nullable Effect current;

    /** The depth of the running round, and whether the runner committed during the running note. Owned by the runner. */
    private int depth;

    private boolean committed;

    /** Effects that ended with the run of another one, and are to be cleaned up. Owned by the runner. */
    private @Nullable List<Effect> ended;

    private @Nullable Throwable failure;

    /** The round that the claim of the drain began with. Owned by the runner. */
    private @Nullable Round claimed;

    /**
     * A round to be used again. Left by the runner with release, taken under the lock with acquire. A round left while
     * another one is taken may be lost, which only makes one more.
     */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private @Nullable Round spare;

    /** What is left of a round whose runner had to give up. Owned by the runner; others look whether there is one. */
    private volatile @Nullable Round suspended;

    /** The last runner had to give up, and nobody has gone on yet. Written by runners. */
    private volatile boolean abandoned;

    Drain(Graph graph) {
        this.graph = graph;
    }

    boolean runByThisThread() {
        return runner == Thread.currentThread();
    }

    /** The effect whose run the calling thread is inside of, or null. */
    @Nullable
    Effect runningEffect() {
        return runByThisThread() ? current : null;
    }

    /** What the {@link #runningEffect} reads with. */
    EffectRun effectRun() {
        return Objects.requireNonNull(effectRun);
    }

    /** How deep a commit of the calling thread would be: one deeper than what it answers to. */
    int nextDepth() {
        return Math.max(roundDepth(), graph.held().settlingDepth() + 1);
    }

    /** How deep a result is that arrives on the calling thread: as deep as what began the work. */
    int resultDepth() {
        return Math.max(roundDepth(), graph.held().settlingDepth());
    }

    private int roundDepth() {
        return runByThisThread() ? depth + 1 : 0;
    }

    void noteCommit() {
        if (runByThisThread()) {
            committed = true;
        }
    }

    /** Under the graph's lock, so rounds are in commit order; one that comes of no commit may come without. */
    void enqueue(Round round) {
        Queue<Round> present = queue;
        if (present == null) {
            Queue<Round> made = new ConcurrentLinkedQueue<>();
            present = QUEUE.compareAndSet(this, null, made) ? made : Objects.requireNonNull(queue);
        }
        present.add(round);
    }

    private boolean isQueueEmpty() {
        Queue<Round> present = queue;
        return present == null || present.isEmpty();
    }

    private @Nullable Round poll() {
        Queue<Round> present = queue;
        return present == null ? null : present.poll();
    }

    boolean hasWork() {
        return !isQueueEmpty() || suspended != null || graph.mounts.pending();
    }

    /** Whether effects may be running, or waiting for their turn. Under the lock. */
    boolean mayHaveEffects() {
        return workInProgress != 0 || !isQueueEmpty() || suspended != null;
    }

    /** Whether rounds are left to whoever releases the lock next. */
    boolean abandoned() {
        return abandoned;
    }

    /**
     * Makes the calling thread, which holds the lock, the one that drains, beginning with this round; {@link #runClaimed}
     * follows. False if somebody drains already, or other rounds come first.
     */
    boolean claim(Round round) {
        if (workInProgress != 0 || !isQueueEmpty() || !WORK_IN_PROGRESS.compareAndSet(this, 0, 1)) {
            return false;
        }
        if (suspended != null || !isQueueEmpty()) {
            // Somebody gave up just now; what is left goes first, as it does for anybody who drains.
            enqueue(round);
        } else {
            claimed = round;
        }
        return true;
    }

    /** A round that nobody uses. Under the lock. */
    Round spareRound() {
        Round round = (Round) SPARE.getAcquire(this);
        if (round == null) {
            return new Round();
        }
        spare = null;
        return round;
    }

    /** Runs what is queued, unless another thread (or this one, further out) is at it and will. */
    void run() {
        if (raise() == 0) {
            runClaimed();
        }
    }

    /** Returns what the counter was. */
    private int raise() {
        return (int) WORK_IN_PROGRESS.getAndAdd(this, 1);
    }

    /** Runs what is queued, as the owner of the drain. */
    void runClaimed() {
        Throwable thrown = null;
        do {
            runner = Thread.currentThread();
            if (abandoned) {
                abandoned = false;
            }
            boolean done;
            boolean left = false;
            int missed = 1;
            do {
                Held held = graph.held();
                held.beginRunning();
                try {
                    done = runRounds();
                    left |= graph.turns.close();
                } finally {
                    held.endRunning();
                }
                thrown = takeFailure(thrown);
                if (!done) {
                    runner = null;
                    abandoned = true;
                    workInProgress = 0;
                    break;
                }
                if (workInProgress == missed) {
                    runner = null;
                }
                missed = (int) WORK_IN_PROGRESS.getAndAdd(this, -missed) - missed;
                if (missed != 0) {
                    runner = Thread.currentThread();
                }
            } while (missed != 0);
            if (done && left && graph.turns.overtaken()) {
                recordTurns();
            } else if (done || graph.gate.taken()) {
                break;
            } else {
                graph.inbox.empty();
                graph.held().settle(); // it may be another thread that goes on
            }
        } while (raise() == 0);
        if (thrown != null) {
            throw Failure.sneaky(thrown);
        }
    }

    /** Has the ends of runs recorded that nobody else may have seen; that may queue effects again. */
    private void recordTurns() {
        if (enterSession()) {
            graph.unlock(); // taking the lock has recorded them
        } else {
            graph.inbox.submit(graph.turns::record);
        }
    }

    /** Returns false if something could not be run without waiting. */
    private boolean runRounds() {
        Round round = firstRound();
        do {
            while (round != null) {
                depth = round.depth();
                if (!round.run(this)) {
                    suspended = round;
                    return false;
                }
                if (round.clear()) {
                    SPARE.setRelease(this, round);
                }
                round = poll();
            }
            depth = 0;
            if (!mounts()) {
                return false;
            }
            round = poll();
        } while (round != null);
        return true;
    }

    private @Nullable Round firstRound() {
        Round round = claimed;
        if (round != null) {
            claimed = null;
            return round;
        }
        round = suspended;
        if (round != null) {
            suspended = null;
            return round;
        }
        return poll();
    }

    /** Takes the lock; false if that would mean to wait and this thread must not. */
    private boolean enterSession() {
        if (!graph.gate.tired() && graph.tryEnter()) {
            return true;
        }
        if (graph.mayWait()) {
            graph.lockForMaintenance();
            return true;
        }
        return graph.tryEnter();
    }

    /** Before the counter is given up: afterwards the field belongs to the next runner. */
    private @Nullable Throwable takeFailure(@Nullable Throwable thrown) {
        Throwable collected = failure;
        failure = null;
        return collected == null ? thrown : Failure.first(thrown, collected);
    }

    void attempt(String source, Runnable runnable) {
        try {
            assert !graph.insideByThisThread() : "user code under the lock (T4)";
            runnable.run();
        } catch (Throwable error) {
            failed(source, null, error);
        }
    }

    /** As {@link #attempt}, without an object for the task. */
    void tell(Watcher watcher, @Nullable Object previous, @Nullable Object current) {
        try {
            assert !graph.insideByThisThread() : "a listener under the lock (T4)";
            watcher.tell(previous, current);
        } catch (Throwable error) {
            failed("listener of ", watcher.node, error);
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
        failure = Failure.first(failure, error);
    }

    // ---- mounts -------------------------------------------------------------------------------------------------

    /** Returns false if there are some that could not be taken without waiting. */
    boolean mounts() {
        while (graph.mounts.pending()) {
            List<Mounts.Mounted> unmount = new ArrayList<>();
            List<Mounts.Mounted> mount = new ArrayList<>();
            List<Definition> passed = new ArrayList<>(0);
            if (!enterSession()) {
                return false;
            }
            try {
                graph.mounts.take(unmount, mount, passed);
                graph.mounts.notify(unmount, false);
                graph.mounts.notify(mount, true);
            } finally {
                graph.unlock();
            }
            for (Mounts.Mounted each : unmount) {
                Runnable cleanup = each.cleanup;
                if (cleanup != null) {
                    attempt("unmount of " + each.definition.name(), cleanup);
                }
            }
            for (Definition each : passed) {
                attempt("mount of " + each.name(), () -> passed(each));
            }
            for (Mounts.Mounted each : mount) {
                if (each.definition.mountable()) {
                    attempt(
                            "mount of " + each.definition.name(),
                            () -> each.cleanup = graph.host.mount(each.definition));
                }
            }
        }
        return true;
    }

    private void passed(Definition definition) {
        Runnable cleanup = graph.host.mount(definition);
        if (cleanup != null) {
            cleanup.run();
        }
    }

    // ---- effects ------------------------------------------------------------------------------------------------

    /** The turn of a queued effect: check, clean up after the run before, run, link. False if the lock is not free. */
    boolean run(Effect effect) {
        if (graph.turns.begin(effect)) {
            if (effect.hasCleanups()) {
                cleanUp(effect);
            }
            if (!effect.isDisposed()) {
                runBody(effect);
            }
            return true;
        }
        if (!enterSession()) {
            return false;
        }
        Observing.Turn turn = graph.observing.takeTurn(effect, ended());
        if (turn == Observing.Turn.CLEAN_UP) {
            cleanUp(effect);
            cleanUpEnded();
            if (!enterSession()) {
                return false; // there is nothing to clean up the next time
            }
            turn = graph.observing.beginRun(effect);
        }
        if (turn == Observing.Turn.RUN) {
            runBody(effect);
        }
        return true;
    }

    private void runBody(Effect effect) {
        EffectRun run = effectRun;
        if (run == null) {
            run = new EffectRun(graph);
            effectRun = run;
        }
        run.begin();
        current = effect;
        committed = false;
        Throwable error = null;
        try {
            effect.body.run(run);
        } catch (Throwable thrown) {
            error = thrown;
        } finally {
            current = null;
        }
        if (committed || !run.same(effect) || effect.running || !graph.turns.end(effect)) {
            endRun(effect, run);
        } else {
            run.forget();
        }
        if (error != null) {
            failed(effect.label.name(), null, error);
        }
    }

    private void endRun(Effect effect, EffectRun run) {
        int again = committed ? depth + 1 : 0;
        run.collect(effect);
        if (enterSession()) {
            graph.observing.endRun(effect, run, again, ended());
            run.forget();
            cleanUpEnded();
        } else {
            graph.observing.endRunLater(effect, run, again);
            effectRun = null; // whoever ends the run still needs it
        }
    }

    private void cleanUpEnded() {
        List<Effect> present = ended();
        if (!present.isEmpty()) {
            present.forEach(this::cleanUp);
            present.clear();
        }
    }

    private List<Effect> ended() {
        List<Effect> present = ended;
        if (present == null) {
            present = new ArrayList<>(0);
            ended = present;
        }
        return present;
    }

    void cleanUp(Effect effect) {
        for (Runnable cleanup : effect.takeCleanups()) {
            attempt("cleanup of " + effect.label.name(), cleanup);
        }
    }
}
