package io.atoms.utils.testing;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;

/** Asks for garbage collections until something is collected, or for so long that it never will be. */
public final class Garbage {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 20;

    private Garbage() {}

    /** Whether the referent goes away. */
    public static boolean collects(WeakReference<?> reference) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (reference.get() != null && System.nanoTime() < end) {
            collect();
        }
        return reference.get() == null;
    }

    /**
     * Collects what is unreachable now, and returns when all its references are in their queues: those of one collection
     * come before any of the next.
     */
    public static void collect() {
        collectCanary();
        collectCanary();
    }

    private static void collectCanary() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            System.gc();
            if (awaits(queue)) {
                return;
            }
        }
        throw new AssertionError("no collection happened: " + canary.get());
    }

    private static boolean awaits(ReferenceQueue<Object> queue) {
        try {
            return queue.remove(PAUSE_MILLIS) != null;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
