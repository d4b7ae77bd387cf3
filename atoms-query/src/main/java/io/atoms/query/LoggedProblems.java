package io.atoms.query;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes errors that nobody handles to the log. */
final class LoggedProblems {

    private static final Logger LOGGER = System.getLogger("io.atoms.query");

    private LoggedProblems() {}

    static void log(String where, Throwable error) {
        LOGGER.log(Level.WARNING, "The " + where + " failed.", error);
    }
}
