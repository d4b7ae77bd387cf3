package io.atoms.samples.notes;

import io.atoms.utils.Progress;
import io.atoms.utils.Progress.Status;
import java.io.PrintStream;

/**
 * Shows how far a long task is: to a person at a terminal by one line that is written over and removed at the end, in a
 * log by a line for each tenth. A listener, so it is called by one thread at a time.
 */
final class ProgressLine {

    private static final int WIDTH = 79;
    private static final int BAR = 30;

    private final PrintStream err;
    private final boolean interactive;
    private boolean drawn;
    private long tenths;

    ProgressLine(PrintStream err, boolean interactive) {
        this.err = err;
        this.interactive = interactive;
    }

    void show(Progress.State<?> state) {
        if (state.status() != Status.RUNNING) {
            clear();
        } else if (state.fraction() > 0) {
            long percent = Math.round(state.fraction() * 100);
            if (interactive) {
                int full = (int) Math.round(state.fraction() * BAR);
                draw("[" + "#".repeat(full) + " ".repeat(BAR - full) + "] " + percent + " %  " + state.message());
            } else if (percent / 10 > tenths) {
                tenths = percent / 10;
                err.println("notes: " + percent + " %, " + state.message());
            }
        }
    }

    private void clear() {
        if (drawn) {
            draw("");
            err.print('\r');
            err.flush();
            drawn = false;
        }
    }

    private void draw(String text) {
        String fitting = text.length() <= WIDTH ? text : text.substring(0, WIDTH);
        err.print("\r" + fitting + " ".repeat(WIDTH - fitting.length()));
        err.flush();
        drawn = true;
    }
}
