package io.atoms.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import reactor.core.Disposable;

/**
 * How many attempts may run at once. Those that find no slot wait in the order of their coming, those for observed keys
 * before the others.
 *
 * <p>The counts and queues are guarded by the lock; attempts are started outside of it, by one thread at a time, so
 * attempts that end at once don't pile up on the stack.
 */
final class FetchSlots {

    private final ReentrantLock lock = new ReentrantLock();
    private final int most;
    private final Deque<Waiting> observed = new ArrayDeque<>();
    private final Deque<Waiting> others = new ArrayDeque<>();
    private final Deliveries starts;
    private int taken;

    FetchSlots(int most, Problems problems) {
        this.most = most;
        this.starts = new Deliveries(problems);
    }

    private final class Waiting implements Disposable {
        private final Runnable start;
        private boolean given;
        private boolean over;

        Waiting(Runnable start) {
            this.start = start;
        }

        /** Gives the slot back, or leaves the queue. */
        @Override
        public void dispose() {
            lock.lock();
            try {
                if (over) {
                    return;
                }
                over = true;
                if (given) {
                    taken--;
                } else if (!observed.remove(this)) {
                    others.remove(this);
                }
                giveNext();
            } finally {
                lock.unlock();
            }
            starts.drain();
        }

        private void give() {
            given = true;
            taken++;
            starts.add(start);
        }
    }

    /**
     * Calls {@code start} when there is a slot, which may be now.
     *
     * @return gives the slot back
     */
    Disposable take(boolean isObserved, Runnable start) {
        Waiting waiting = new Waiting(start);
        lock.lock();
        try {
            if (taken < most) {
                waiting.give();
            } else {
                (isObserved ? observed : others).add(waiting);
            }
        } finally {
            lock.unlock();
        }
        starts.drain();
        return waiting;
    }

    private void giveNext() {
        while (taken < most) {
            Waiting next = observed.isEmpty() ? others.poll() : observed.poll();
            if (next == null) {
                return;
            }
            next.give();
        }
    }
}
