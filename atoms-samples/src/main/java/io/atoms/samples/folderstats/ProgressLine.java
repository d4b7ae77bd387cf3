package io.atoms.samples.folderstats;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Tells how a long scan goes on. A person at a terminal sees one line that is written over and removed at the end; a
 * log gets a line for every {@value #FILES_PER_LINE} files, and so none for a small folder. For one thread at a time.
 */
final class ProgressLine implements ScanListener, AutoCloseable {

    static final int FILES_PER_LINE = 5_000;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final int WIDTH = 79;

    private final PrintStream err;
    private final boolean interactive;
    private final LongSupplier nanos;
    private long files;
    private long drawnAt;
    private boolean drawn;
    private boolean closed;

    /**
     * Makes a line that shows nothing yet.
     *
     * @param nanos a clock such as {@link System#nanoTime}
     */
    ProgressLine(PrintStream err, boolean interactive, LongSupplier nanos) {
        this.err = err;
        this.interactive = interactive;
        this.nanos = nanos;
        this.drawnAt = nanos.getAsLong();
    }

    @Override
    public void read(TreePath file) {
        if (closed) {
            return;
        }
        files++;
        if (!interactive) {
            if (files % FILES_PER_LINE == 0) {
                err.println("reading: " + Text.count(files, "file"));
            }
        } else if (nanos.getAsLong() - drawnAt >= REDRAW_NANOS) {
            draw("reading: " + Text.count(files, "file") + "  " + file);
            drawnAt = nanos.getAsLong();
        }
    }

    /** Removes the line. What is read later is not shown. */
    @Override
    public void close() {
        closed = true;
        if (drawn) {
            draw("");
            err.print('\r');
            err.flush();
        }
    }

    private void draw(String text) {
        String line = Text.printable(text);
        String fitting = line.length() <= WIDTH ? line : line.substring(0, WIDTH);
        err.print("\r" + fitting + " ".repeat(WIDTH - fitting.length()));
        err.flush();
        drawn = true;
    }
}
