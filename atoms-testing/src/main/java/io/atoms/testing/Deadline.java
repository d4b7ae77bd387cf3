package io.atoms.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a bounded wait in real time. */
record Deadline(long nanoTime) {

    static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    private long remainingNanos() {
        return nanoTime - System.nanoTime();
    }

    /** Waits for the latch; false if the time is over. */
    boolean await(CountDownLatch latch) {
        try {
            return latch.await(remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    /** Waits to be notified, with the monitor held; false if the time is over. */
    boolean waitFor(Object monitor) {
        return waitFor(monitor, Long.MAX_VALUE);
    }

    /** Waits to be notified, at most that many milliseconds, with the monitor held; false if the time is over. */
    boolean waitFor(Object monitor, long atMostMillis) {
        long nanos = Math.min(remainingNanos(), TimeUnit.MILLISECONDS.toNanos(atMostMillis));
        if (nanos <= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }
}
