package io.atoms.async.scenario;

import java.util.List;

/** One step of a scenario. Atoms are numbers of {@link GraphSpec}; what a step makes or ends has an id. */
interface Operation {

    /** Sets a primitive atom, or adds to it. */
    record Write(int atom, int value, boolean adds) implements Operation {}

    /** Reads an atom. */
    record Read(int atom) implements Operation {}

    /** Runs the body as one commit, or rolls it back. */
    record Transaction(List<Operation> body, boolean fails) implements Operation {}

    /** Subscribes. */
    record Subscribe(String id, int atom) implements Operation {}

    /** Makes an effect that reads one atom. */
    record Start(String id, int atom) implements Operation {}

    /** Disposes a subscription or an effect, if there is one of that id. */
    record Dispose(String id) implements Operation {}

    /** Disposes a subscription and makes another one of the same atom, in one transaction. */
    record Swap(String id, String to) implements Operation {}

    /** Runs an async atom again. */
    record Refresh(int atom) implements Operation {}

    /**
     * A signal of a call that an async atom has made, if there is such a call.
     *
     * @param back 0 for the newest call, 1 for the one before, and so on
     * @param value of a value; names an error
     */
    record Signal(int atom, int back, Kind kind, int value) implements Operation {
        /** What. */
        enum Kind {
            /** A value; the end too if it is a Mono. */
            VALUE,
            ERROR,
            END
        }
    }

    /** Time goes on. */
    record Advance(int seconds) implements Operation {}

    /** Opens a snapshot. */
    record Open(String id) implements Operation {}

    /** Reads in a snapshot, if it is open. */
    record Look(String id, int atom) implements Operation {}

    /** Restores a snapshot, if it is open. */
    record Restore(String id) implements Operation {}

    /** Closes a snapshot, if it is open. */
    record Close(String id) implements Operation {}

    /** Closes the store. Only signals and time follow. */
    record CloseStore() implements Operation {}
}
