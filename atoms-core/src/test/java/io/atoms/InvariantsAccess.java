package io.atoms;

/** Lets tests of other packages check the invariants of the engine. */
public final class InvariantsAccess {

    private InvariantsAccess() {}

    /** Throws an {@link AssertionError} that names the broken invariant, if one is. */
    public static void check(AtomStore store) {
        StoreInvariants.check(store);
    }

    /** How many runs of async atoms the store would cancel if it were closed now. */
    public static int running(AtomStore store) {
        return ((DefaultAtomStore) store).runningCount();
    }
}
