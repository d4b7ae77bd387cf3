package io.atoms.graph;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread is inside of: the graphs whose locks it holds, in order, and evaluations of views. It decides
 * whether the thread may write, whether it may wait for a lock, and when what follows from a lock session is done: after
 * the outermost lock is released.
 */
final class Held {

    static final Held NOBODY = new Held(null);

    private static final int MANY_LEVELS = 32;

    private static final ThreadLocal<Held> CURRENT = ThreadLocal.withInitial(() -> new Held(Thread.currentThread()));

    /** Whose record it is; a helper may stand in. Weak, because a graph may remember a record for long. */
    private final WeakReference<@Nullable Thread> thread;

    /** The graph whose lock was taken first. Kept, so that taking it again stores nothing; weak for that. */
    private WeakReference<@Nullable Graph> first = new WeakReference<>(null);

    /** The graphs whose locks were taken later. */
    private final List<Graph> others = new ArrayList<>(0);

    /** How many locks it holds. */
    private int locks;

    private final List<Graph> drainsOwed = new ArrayList<>(2);

    /** The definition whose function is being evaluated in a view, outside any lock. */
    @Nullable
    Definition evaluating;

    /** What lock sessions of this thread left to do outside all locks, before it goes on; see {@link Lifecycles}. */
    private final ArrayDeque<Due> due = new ArrayDeque<>(4);

    private boolean settling;

    /** How many loops of {@link #settleAll} are inside each other. */
    private int levels;

    /** The depth of the commit that made due what is being done; -1 while nothing is. */
    private int settlingDepth = -1;

    /** How many of {@link #due} have been done. */
    private int settled;

    /** The thread delivers a result, or for another reason must never wait for a lock. */
    private boolean hurried;

    /** How many graphs' listeners it is running, inside each other. */
    private int running;

    private record Due(Runnable runnable, int depth) {}

    static Held current() {
        return CURRENT.get();
    }

    /** Makes a helper thread stand in for the thread whose record this is. */
    static void adopt(Held held) {
        CURRENT.set(held);
    }

    private Held(@Nullable Thread thread) {
        this.thread = new WeakReference<>(thread);
    }

    boolean isOfCurrentThread() {
        return thread.refersTo(Thread.currentThread());
    }

    void push(Graph graph) {
        if (locks > 0) {
            others.add(graph);
        } else if (first != graph.self) {
            first = graph.self();
        }
        locks++;
    }

    void pop() {
        locks--;
        if (locks > 0) {
            others.remove(locks - 1);
        }
    }

    @Nullable
    Graph innermost() {
        return locks == 0 ? null : locks == 1 ? first.get() : others.get(locks - 2);
    }

    /** Whether it holds the lock of this graph and is inside nothing else that would delay what the commit leaves to do. */
    boolean isInsideOnly(Graph graph) {
        return locks == 1
                && first == graph.self
                && evaluating == null
                && !settling
                && due.isEmpty()
                && drainsOwed.isEmpty();
    }

    void beginRunning() {
        running++;
    }

    void endRunning() {
        running--;
    }

    /** Whether the thread is running listeners, of any graph. */
    boolean isRunner() {
        return running > 0;
    }

    boolean holdsOther(Graph graph) {
        Graph innermost = innermost();
        return innermost != null && innermost != graph;
    }

    /** Whether the thread is inside nothing, so that user code may be called. */
    private boolean free() {
        return locks == 0 && evaluating == null;
    }

    // ---- after a lock session -----------------------------------------------------------------------------------

    /** The depth is that of the commit that leads to it. */
    void afterUnlock(Runnable runnable, int depth) {
        due.add(new Due(runnable, depth));
    }

    /**
     * How deep results are that arrive on this thread now, as far as what is being settled tells. They are no deeper
     * than what began the work: a chain of work that completes at once may be long.
     */
    int settlingDepth() {
        return settlingDepth;
    }

    boolean settling() {
        return settling;
    }

    int settled() {
        return settled;
    }

    /**
     * Does what is due. What that leads to on this thread is left to the loop further out, so a chain of work that
     * completes at once needs no stack.
     */
    void settle() {
        if (!settling) {
            settleAll();
        }
    }

    /** As {@link #settle}, for a caller that needs the results now, as far as the stack allows. */
    void settleFurtherIn() {
        if (levels < MANY_LEVELS) {
            settleAll();
        }
    }

    private void settleAll() {
        if (due.isEmpty() || !free()) {
            return;
        }
        boolean outerSettling = settling;
        int outerDepth = settlingDepth;
        settling = true;
        levels++;
        try {
            Due next;
            while ((next = due.poll()) != null) {
                settled++;
                settlingDepth = next.depth;
                Failure.reporting(next.runnable);
            }
        } finally {
            levels--;
            settling = outerSettling;
            settlingDepth = outerDepth;
        }
    }

    // ---- drains -------------------------------------------------------------------------------------------------

    boolean owesDrains() {
        return !drainsOwed.isEmpty() && free();
    }

    /**
     * Runs the drain now, or as soon as this thread is outside all locks and evaluations and has settled what is due.
     */
    void drain(Graph graph) {
        if (!drainsOwed.contains(graph)) {
            drainsOwed.add(graph);
        }
        if (free() && !settling) {
            drainOwed();
        }
    }

    private void drainOwed() {
        Throwable thrown = null;
        while (!drainsOwed.isEmpty()) {
            try {
                drainsOwed.remove(0).drainNow();
            } catch (Throwable error) {
                thrown = Failure.first(thrown, error);
            }
        }
        if (thrown != null) {
            throw Failure.sneaky(thrown);
        }
    }

    /** As {@link #drain}, for a thread that must not wait and that nobody would catch an error from. */
    void drainHurriedly(Graph graph) {
        hurriedly(() -> drain(graph));
    }

    /**
     * At the end of an evaluation: does what lock sessions of other graphs inside it left to do. Who reads in a view
     * does not wait, and is not told of errors of listeners of other graphs.
     */
    void leaveEvaluation() {
        settle();
        if (owesDrains() && !settling) {
            hurriedly(this::drainOwed);
        }
    }

    /** Runs something that must not wait, and whose errors nobody would catch. */
    void hurriedly(Runnable drain) {
        boolean outer = hurried;
        hurried = true;
        try {
            Failure.reporting(drain);
        } finally {
            hurried = outer;
        }
    }

    boolean hurried() {
        return hurried;
    }
}
