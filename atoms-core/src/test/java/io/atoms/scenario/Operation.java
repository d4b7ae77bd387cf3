package io.atoms.scenario;

import java.util.List;

/** One step of a scenario. Atoms are numbers of {@link GraphSpec}; what a step makes or ends has an id. */
interface Operation {

    /** Sets, updates (adds the value) or resets a primitive atom. */
    record Write(Verb verb, int atom, Integer value) implements Operation {
        /** How. */
        enum Verb {
            SET,
            UPDATE,
            RESET
        }
    }

    /** Reads an atom. */
    record Read(int atom) implements Operation {}

    /** Reads all atoms. */
    record ReadAll() implements Operation {}

    /**
     * Runs the body as one commit.
     *
     * @param action as an action, else as a transaction
     * @param fails throws at the end
     * @param caught whoever is around catches that
     */
    record Transaction(boolean action, List<Operation> body, boolean fails, boolean caught) implements Operation {}

    /** Subscribes; the listener does something more. */
    record Subscribe(String id, int atom, Reaction reaction) implements Operation {}

    /** What a listener does beside writing the log. */
    record Reaction(Kind kind, int atom, String id) {
        static final Reaction NONE = new Reaction(Kind.NONE, 0, "");

        /** What. */
        enum Kind {
            NONE,
            RAISE,
            READ,
            DISPOSE,
            SUBSCRIBE,
            THROW
        }
    }

    /** Makes an effect. */
    record Start(String id, EffectSpec effect) implements Operation {}

    /**
     * An effect: computes the expression and writes it to the log.
     *
     * @param raise a primitive atom that it raises to a small number, or -1
     * @param rereads whether it computes again after that
     * @param disposes the id of what it disposes, or ""
     * @param child an effect that it makes, or null
     */
    record EffectSpec(Expression expression, int raise, boolean rereads, String disposes, EffectSpec child) {}

    /** Disposes a subscription or an effect, if there is one of that id. */
    record Dispose(String id) implements Operation {}

    /** Opens a snapshot. */
    record Open(String id) implements Operation {}

    /** Reads in a snapshot, if it is open. */
    record Look(String id, int atom) implements Operation {}

    /** Restores a snapshot, if it is open. */
    record Restore(String id) implements Operation {}

    /** Closes a snapshot, if it is open. */
    record Close(String id) implements Operation {}
}
