package io.atoms.samples.search;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints what happens, a line each, with the time since the start. Safe for any thread; lines are in order of time. */
final class Journal {

    private final PrintStream out;
    private final LongSupplier millis;
    private final long start;

    /**
     * Starts now.
     *
     * @param millis tells the time, in milliseconds since any moment
     */
    Journal(PrintStream out, LongSupplier millis) {
        this.out = out;
        this.millis = millis;
        this.start = millis.getAsLong();
    }

    synchronized void add(String what, String text) {
        out.printf(Locale.ROOT, "%,7d ms  %-10s %s%n", now(), what, text);
    }

    /** The milliseconds since the start. */
    long now() {
        return millis.getAsLong() - start;
    }
}
