package io.atoms.samples.shop;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;

/** Whether this machine can show a window to anybody. */
final class Display {

    private Display() {}

    static boolean isThere() {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice();
            return true;
        } catch (HeadlessException | AWTError | LinkageError none) {
            // In turn: nothing to connect to, nobody there who answers, a JDK without the libraries for it.
            return false;
        }
    }
}
