package io.atoms.graph;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writers' lock. It is fair, but taken by barging: a thread overtakes waiting ones, which is cheap, until it has done
 * so for a streak; then it queues behind them. An unfair lock lets one writer starve the others, a fair one costs a
 * thread switch per commit. Nesting is counted here, because a helper of {@link DeepStack} may stand in for the thread
 * that holds the lock.
 */
@SuppressWarnings("serial") // nobody serialises it
final class Gate extends ReentrantLock {

    /** After how many sessions in a row a thread queues behind one that waits. */
    private static final int STREAK = 256;

    /** A helper that stands in for the thread that is inside. A thread that finds itself here wrote it itself. */
    private @Nullable Thread helper;

    /** Guarded by the lock. */
    private int nesting;

    /** The id of the thread that was inside last, and how often in a row. Written under the lock; a hint without. */
    private long lastOwner;

    private int streak;

    Gate() {
        super(true);
    }

    /** Whether the calling thread is inside. */
    boolean inside() {
        return isHeldByCurrentThread() || helper == Thread.currentThread();
    }

    /** Makes a helper the thread that is inside, or the one that it helped. */
    void standIn(Thread thread) {
        helper = thread;
    }

    /** Whether some thread is inside, or about to leave. */
    boolean taken() {
        return isLocked();
    }

    /** Whether the calling thread has to queue now, because it has overtaken others for long. */
    boolean tired() {
        return streak >= STREAK && lastOwner == Thread.currentThread().getId() && hasQueuedThreads();
    }

    void enter() {
        if (tired() || !tryLock()) {
            lock();
        }
        entered();
    }

    boolean tryEnter() {
        if (tryLock()) {
            entered();
            return true;
        }
        return false;
    }

    boolean tryEnter(long millis) throws InterruptedException {
        if (tryLock(millis, TimeUnit.MILLISECONDS)) {
            entered();
            return true;
        }
        return false;
    }

    private void entered() {
        long owner = Thread.currentThread().getId();
        if (lastOwner == owner) {
            streak = streak >= STREAK ? 0 : streak + 1;
        } else {
            lastOwner = owner;
            streak = 0;
        }
        nesting = 1;
    }

    void nest() {
        nesting++;
    }

    /** Whether the session is not nested in another one of the same thread. */
    boolean outermost() {
        return nesting == 1;
    }

    /** After a long session: the thread queues behind those that wait. */
    void tire() {
        streak = STREAK;
    }

    /** Undoes one level of nesting; tells whether it was the outermost, which {@link #leave} has to follow. */
    boolean unnest() {
        return --nesting == 0;
    }

    void leave() {
        if (helper != null) {
            helper = null;
        }
        unlock();
    }
}
