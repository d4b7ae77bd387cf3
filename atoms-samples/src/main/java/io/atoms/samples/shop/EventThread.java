package io.atoms.samples.shop;

import java.awt.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The event thread of AWT as a scheduler, for {@code store.flux(atom, scheduler)}. All that is to be shown within one
 * frame is one event, and there are at most 50 of those in a second.
 *
 * <p>A Flux of a store conflates by itself while the event thread is busy. The frame takes care of when it is not: else
 * a quick event thread would be woken by every single commit, to show what nobody can see.
 *
 * <p><b>Threads.</b> The scheduler is used from any thread. A frame begins at once if the last one is over.
 */
final class EventThread {

    /** The least time between two events. */
    static final Duration FRAME = Duration.ofMillis(20);

    private final Executor queue;
    private final Scheduler clock;
    private final Scheduler scheduler = Schedulers.fromExecutor(this::show);

    private List<Runnable> waiting = new ArrayList<>();
    private boolean due;
    private long next;
    private long events;

    /** That of AWT. */
    EventThread(Scheduler clock) {
        this(EventQueue::invokeLater, clock);
    }

    /**
     * Another one, for tests.
     *
     * @param queue runs one event after the other
     * @param clock measures frames
     */
    EventThread(Executor queue, Scheduler clock) {
        this.queue = queue;
        this.clock = clock;
        next = clock.now(TimeUnit.MILLISECONDS);
    }

    /** Runs what it is given on the event thread, in the next frame. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** How many events there were so far. */
    synchronized long events() {
        return events;
    }

    private void show(Runnable task) {
        long delay;
        synchronized (this) {
            waiting.add(task);
            if (due) {
                return;
            }
            due = true;
            delay = next - clock.now(TimeUnit.MILLISECONDS);
        }
        if (delay <= 0) {
            queue.execute(this::showAll);
        } else {
            clock.schedule(() -> queue.execute(this::showAll), delay, TimeUnit.MILLISECONDS);
        }
    }

    private void showAll() {
        List<Runnable> tasks;
        synchronized (this) {
            tasks = waiting;
            waiting = new ArrayList<>();
            due = false;
            next = clock.now(TimeUnit.MILLISECONDS) + FRAME.toMillis();
            events++;
        }
        tasks.forEach(Runnable::run);
    }
}
