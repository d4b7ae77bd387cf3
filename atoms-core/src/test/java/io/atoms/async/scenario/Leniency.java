package io.atoms.async.scenario;

import java.util.Set;

/**
 * Where the engine is known to differ from the model, which says what the rules ask for. Each goes when the engine does
 * better. {@code -Dasync.scenario.strict=true} allows none, {@code -Dasync.scenario.strict=BODY_FORGETS} all but that one.
 */
enum Leniency {
    /**
     * R22: a late read that is the first to need work that completes at once returns {@code Loading}, so that the run
     * that reads is superseded at once, and its request is sent again.
     */
    LATE_READ_LOADING,
    /**
     * R21: what is needed in a body that writes something else after that is not always started at its end: not if it
     * depends on other work that the body needed too.
     */
    BODY_FORGETS;

    private static final Set<String> STRICT =
            Set.of(System.getProperty("async.scenario.strict", "").split(","));

    boolean isAllowed() {
        return !STRICT.contains("true") && !STRICT.contains(name());
    }

    /** Ends the script here, if this is allowed and holds. */
    void endsIf(boolean condition) {
        if (condition && isAllowed()) {
            throw new Undecided(name());
        }
    }
}
