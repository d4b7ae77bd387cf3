package io.atoms.samples.board;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** Prints what happens, a line each, with the time since the start. Safe for any thread; lines are in order of time. */
final class Timeline {

    private static final double MILLIS = 1_000;

    private final PrintStream out;
    private final Scheduler time;
    private final long start;

    /** Starts now. */
    Timeline(PrintStream out, Scheduler time) {
        this.out = out;
        this.time = time;
        this.start = time.now(TimeUnit.MILLISECONDS);
    }

    synchronized void add(String who, String text) {
        out.printf(Locale.ROOT, "%7.2f s  %-9s %s%n", seconds(), who, text);
    }

    private double seconds() {
        return (time.now(TimeUnit.MILLISECONDS) - start) / MILLIS;
    }
}
