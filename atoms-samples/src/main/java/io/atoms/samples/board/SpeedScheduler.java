package io.atoms.samples.board;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Time that passes faster: all delays are shorter by a factor, and the clock runs ahead by it. */
final class SpeedScheduler implements Scheduler {

    private final Scheduler real;
    private final double factor;
    private final long start;

    /**
     * Begins at the present time.
     *
     * @param real runs the tasks; it is disposed with this
     * @param factor how many seconds pass in one
     */
    SpeedScheduler(Scheduler real, double factor) {
        this.real = real;
        this.factor = factor;
        this.start = real.now(TimeUnit.NANOSECONDS);
    }

    private long shorter(long delay, TimeUnit unit) {
        return Math.max(0, (long) (unit.toNanos(delay) / factor));
    }

    @Override
    public long now(TimeUnit unit) {
        long passed = real.now(TimeUnit.NANOSECONDS) - start;
        return unit.convert(start + (long) (passed * factor), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return real.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return real.schedule(task, shorter(delay, unit), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return real.schedulePeriodically(
                task, shorter(initialDelay, unit), shorter(period, unit), TimeUnit.NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
        return new FasterWorker(real.createWorker());
    }

    @Override
    public void dispose() {
        real.dispose();
    }

    @Override
    public boolean isDisposed() {
        return real.isDisposed();
    }

    private final class FasterWorker implements Worker {
        private final Worker worker;

        FasterWorker(Worker worker) {
            this.worker = worker;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return worker.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return worker.schedule(task, shorter(delay, unit), TimeUnit.NANOSECONDS);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return worker.schedulePeriodically(
                    task, shorter(initialDelay, unit), shorter(period, unit), TimeUnit.NANOSECONDS);
        }

        @Override
        public void dispose() {
            worker.dispose();
        }

        @Override
        public boolean isDisposed() {
            return worker.isDisposed();
        }
    }
}
