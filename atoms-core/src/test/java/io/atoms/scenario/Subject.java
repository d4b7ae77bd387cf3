package io.atoms.scenario;

import java.util.List;
import java.util.Set;

/** What a scenario runs on: the store, or the oracle. */
interface Subject extends AutoCloseable {

    /** Applies one operation and returns what could be seen from outside, in order. */
    List<String> apply(Operation operation);

    /** How often each atom's function has run since the last call; without those of snapshots. */
    int[] takeRuns();

    /** Whether {@link #takeRuns} may be wrong by a run or so per atom. */
    default boolean unsure() {
        return false;
    }

    /** The committed results of all atoms, found out without a trace. */
    List<String> committed();

    /** The atoms that are observed. */
    Set<Integer> observed();

    /** Throws if it finds itself broken. */
    void check();

    @Override
    void close();
}
