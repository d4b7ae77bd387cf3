package io.atoms;

/** Lets the library's own tests check the invariants of the engine. */
final class StoreInvariants {

    private StoreInvariants() {}

    /** Throws an {@link AssertionError} that names the broken invariant, if one is. */
    static void check(AtomStore store) {
        ((DefaultAtomStore) store).graph().checkInvariants();
    }
}
