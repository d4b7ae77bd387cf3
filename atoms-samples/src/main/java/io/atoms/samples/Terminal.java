package io.atoms.samples;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Tells whether a person sits at the other end. */
final class Terminal {

    private Terminal() {}

    /** Whether input and output are those of a terminal. */
    @SuppressWarnings("SystemConsoleNull") // not the only question that is asked
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From JDK 22 on there may be a console without a terminal, and a method that tells; before, there is neither. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJdk) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unexpected) {
            return false;
        }
    }
}
