package io.atoms.async.scenario;

import java.util.Set;

/**
 * Where the engine is known to differ from the model, which says what the rules ask for. Each goes when the engine does
 * better. {@code -Dasync.scenario.strict=true} allows none, {@code -Dasync.scenario.strict=EFFECT_VIEW,LATE_BACK} all
 * but those two.
 */
enum Leniency {
    /**
     * R3, R18: an effect that is the first to need work that completes at once runs again although what it read has not
     * changed since, and may see {@code Loading} with a previous value that is of a later commit. Only what it sees
     * last counts.
     */
    EFFECT_VIEW,
    /**
     * R22: a late read that is the first to need work that completes at once returns {@code Loading}, so that the run
     * that reads is superseded at once, and its request is sent again.
     */
    LATE_READ_LOADING,
    /** R19: the mount function of an atom that is only awaited is not called. */
    AWAITED_UNMOUNTED,
    /** R21: what is needed in a body that writes after that, be it something else, is not started at its end. */
    BODY_FORGETS,
    /**
     * R11, R12: a body makes two runs of an atom, which are rolled back or change back: the atom is taken for changed,
     * or an invariant is broken.
     */
    TWO_RUNS_IN_A_BODY,
    /** R12: what was read late changes there and back in a body that reads the atom between: it runs again. */
    LATE_BACK,
    /**
     * R24: a run awaits one that is past its linger time, and is replaced by a run that awaits it as well: the awaited
     * one is cancelled and started again.
     */
    AWAIT_HANDED_OVER,
    /** R24: work that loses its last observer before it has been started is never cancelled. */
    LEFT_BEFORE_START,
    /** R21: a run that has been superseded before it was started is started nevertheless, and cancelled. */
    SUPERSEDED_STARTED,
    /** R23: a run that awaits is given the result by which it is superseded, before it is cancelled. */
    SUPERSEDED_DELIVERED;

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
