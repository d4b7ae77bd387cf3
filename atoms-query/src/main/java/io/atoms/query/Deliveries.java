package io.atoms.query;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what was added, in order and one at a time, on a thread that drains: the one that raises the work-in-progress
 * counter from zero, as Reactor's operators do. So listeners see changes in order and never two at once, and a listener
 * that changes something is not entered again.
 */
final class Deliveries {

    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workInProgress = new AtomicInteger();
    private final Problems problems;

    Deliveries(Problems problems) {
        this.problems = problems;
    }

    void add(Runnable delivery) {
        queue.add(delivery);
    }

    void drain() {
        if (queue.isEmpty() || workInProgress.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            Runnable next;
            while ((next = queue.poll()) != null) {
                try {
                    next.run();
                } catch (Throwable error) {
                    problems.report("listener", error);
                }
            }
            missed = workInProgress.addAndGet(-missed);
        } while (missed != 0);
    }
}
