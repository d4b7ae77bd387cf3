package io.atoms.utils.testing;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Timers that run ahead of the clock, as far as can be: the clock stands still. */
public final class FrozenClock implements Scheduler {
    private final Scheduler timers;
    private final long nanos;

    /** A clock that stands still at the present time of the timers. */
    public FrozenClock(Scheduler timers) {
        this.timers = timers;
        this.nanos = timers.now(TimeUnit.NANOSECONDS);
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return timers.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return timers.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        return timers.createWorker();
    }
}
