package io.atoms.async.scenario;

import java.util.Set;

/**
 * Where the engine is known to differ from the model, which says what the rules ask for. Each difference is described in
 * {@code docs/open/async.md}. {@code -Dasync.scenario.strict=true} allows none, {@code
 * -Dasync.scenario.strict=EFFECTS_REPEAT} all but that one.
 */
enum Leniency {
    /** R18: an effect may run again although what it read has not changed since. */
    EFFECTS_REPEAT,
    /** R19: an atom that is only awaited may not be mounted. */
    AWAITED_UNMOUNTED,
    /** R21: what is needed in a body and written after is not started at its end. */
    BODY_FORGETS,
    /** R21: a run that has been superseded before it was started may be started nevertheless, and cancelled. */
    SUPERSEDED_STARTED,
    /** R23: a run that awaits may be given the result by which it is superseded. */
    SUPERSEDED_DELIVERED;

    private static final Set<String> STRICT =
            Set.of(System.getProperty("async.scenario.strict", "").split(","));

    boolean isAllowed() {
        return !STRICT.contains("true") && !STRICT.contains(name());
    }
}
