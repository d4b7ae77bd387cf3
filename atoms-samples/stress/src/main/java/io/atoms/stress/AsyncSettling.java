package io.atoms.stress;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what is on its way. A result is handed to whoever holds the lock, which may be a thread of the library that
 * looks for collected atoms, so the thread that signals may be done first.
 */
final class AsyncSettling {

    /** Whoever is not there by then never comes. */
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(1);

    private AsyncSettling() {}

    static void await(BooleanSupplier settled) {
        long end = System.nanoTime() + LIMIT;
        while (!settled.getAsBoolean() && System.nanoTime() < end) {
            Thread.yield();
        }
    }
}
