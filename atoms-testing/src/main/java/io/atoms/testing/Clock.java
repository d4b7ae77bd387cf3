package io.atoms.testing;

import io.atoms.inspect.ListenerFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Virtual time that knows which timers are pending. The time and the order of timers are those of a
 * {@link VirtualTimeScheduler}, which keeps both to itself. What a timer throws is reported, for it would break that
 * scheduler.
 */
final class Clock implements Scheduler {

    /** A longer delay would overflow: some 146 years. */
    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Consumer<ListenerFailure> failures;
    private final AtomicLong numbers = new AtomicLong();
    private final NavigableSet<Timer> pending = new ConcurrentSkipListSet<>(
            Comparator.<Timer>comparingLong(timer -> timer.due).thenComparingLong(t -> t.number));

    /** The thread that runs timers. Written by itself. */
    private volatile @Nullable Thread runner;

    Clock(Consumer<ListenerFailure> failures) {
        this.failures = failures;
    }

    // ---- for the test ----

    void advance(Duration by) {
        refuseTimers();
        time.advanceTimeBy(by);
    }

    /** Goes from timer to timer; returns false if some are left after that time. */
    boolean advanceUntilIdle(Duration atMost) {
        refuseTimers();
        long end = nanos() + atMost.toNanos();
        Timer next = first();
        while (next != null && next.due <= end) {
            Thread.onSpinWait(); // if another thread is running timers, this one comes round until it is done
            time.advanceTimeBy(Duration.ofNanos(Math.max(0, next.due - nanos())));
            next = first();
        }
        return next == null;
    }

    private void refuseTimers() {
        if (runner == Thread.currentThread()) {
            throw new IllegalStateException("What the clock runs can't advance it. Advance it from the test itself.");
        }
    }

    private @Nullable Timer first() {
        Iterator<Timer> timers = pending.iterator(); // not `first`: the last one may go away just now
        return timers.hasNext() ? timers.next() : null;
    }

    private long nanos() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    int pendingTimers() {
        return pending.size();
    }

    boolean isRunning() {
        return runner != null;
    }

    /** For messages. */
    String describe() {
        Timer next = first();
        return next == null
                ? "no timer is pending"
                : "timers pending: " + pending.size() + ", the next is due in " + Duration.ofNanos(next.due - nanos());
    }

    // ---- scheduler ----

    @Override
    public long now(TimeUnit unit) {
        return time.now(unit);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return begin(new Timer(task, unit.toNanos(delay), 0, null));
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return begin(new Timer(task, unit.toNanos(initialDelay), periodOf(period, unit), null));
    }

    @Override
    public Worker createWorker() {
        return new ClockWorker();
    }

    /** Without progress a repeated task would never let the clock go on. */
    private static long periodOf(long period, TimeUnit unit) {
        return Math.max(1, unit.toNanos(period));
    }

    private Disposable begin(Timer timer) {
        pending.add(timer);
        if (timer.isDisposed()) {
            pending.remove(timer);
        } else {
            time.schedule(timer, timer.due - nanos(), TimeUnit.NANOSECONDS);
        }
        return timer;
    }

    /** One task, or a task that is repeated. One that is disposed stays in the queue and does nothing in its turn. */
    private final class Timer implements Runnable, Disposable {
        private final long number = numbers.incrementAndGet();
        private final Runnable task;

        /** In nanoseconds; 0 for one that is not repeated. */
        private final long period;

        private final @Nullable ClockWorker worker;

        /** In nanoseconds. Changed only while it is not among the pending. */
        private volatile long due;

        private volatile boolean disposed;

        Timer(Runnable task, long delay, long period, @Nullable ClockWorker worker) {
            this.task = task;
            this.period = period;
            this.worker = worker;
            this.due = nanos() + Math.max(0, Math.min(delay, FOR_EVER));
        }

        @Override
        public void run() {
            if (!pending.remove(this) || disposed) {
                return;
            }
            runner = Thread.currentThread();
            try {
                task.run();
            } catch (Throwable error) {
                failures.accept(new ListenerFailure("timer", error));
            } finally {
                runner = null;
            }
            if (period > 0 && !disposed) {
                long next = due + period;
                due = next;
                begin(this);
            } else {
                dispose();
            }
        }

        @Override
        public void dispose() {
            disposed = true;
            pending.remove(this);
            if (worker != null) {
                worker.timers.remove(this);
            }
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }

    private final class ClockWorker implements Worker {
        private final Set<Timer> timers = ConcurrentHashMap.newKeySet();
        private volatile boolean disposed;

        @Override
        public Disposable schedule(Runnable task) {
            return schedule(task, 0, TimeUnit.NANOSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return beginHere(new Timer(task, unit.toNanos(delay), 0, this));
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return beginHere(new Timer(task, unit.toNanos(initialDelay), periodOf(period, unit), this));
        }

        private Disposable beginHere(Timer timer) {
            timers.add(timer);
            if (disposed) {
                timer.dispose();
                throw Exceptions.failWithRejected();
            }
            return begin(timer);
        }

        @Override
        public void dispose() {
            disposed = true;
            timers.forEach(Timer::dispose);
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }
}
