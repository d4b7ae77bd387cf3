package io.atoms;

/** Lets tests of other packages check the invariants of the engine. */
public final class InvariantsAccess {

    private InvariantsAccess() {}

    /** Throws an {@link AssertionError} that names the broken invariant, if one is. */
    public static void check(AtomStore store) {
        StoreInvariants.check(store);
    }
}
