package io.atoms.async.scenario;

import java.util.Set;

/** Where the model allows more than one outcome. {@code -Dasync.scenario.strict=true} allows none of it. */
enum Leniency {
    /**
     * When work begins that a late read is the first to need: before the read returns, or after what is being begun and
     * cancelled on the thread. How many states listeners are told of on the way depends on it, and no rule says.
     */
    LATE_READ_LOADING;

    private static final Set<String> STRICT =
            Set.of(System.getProperty("async.scenario.strict", "").split(","));

    boolean isAllowed() {
        return !STRICT.contains("true") && !STRICT.contains(name());
    }
}
