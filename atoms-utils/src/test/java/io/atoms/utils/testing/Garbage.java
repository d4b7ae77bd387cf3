package io.atoms.utils.testing;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** Asks for garbage collections until something is collected, a bounded number of times. */
public final class Garbage {
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 20;

    private Garbage() {}

    /** Whether the referent goes away. */
    public static boolean collects(WeakReference<?> reference) {
        for (int i = 0; i < TRIES && reference.get() != null; i++) {
            collect();
        }
        return reference.get() == null;
    }

    /** Collects until something that became unreachable now is gone. */
    public static void collect() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        for (int i = 0; i < TRIES; i++) {
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
