package io.atoms;

/** Lets tests of other packages check the invariants of the engine. */
public final class InvariantsAccess {

    private InvariantsAccess() {}

    /** Throws an {@link AssertionError} that names the broken invariant, if one is. */
    public static void check(AtomStore store) {
        StoreInvariants.check(store);
    }

    /** How many values the store holds, those of hidden definitions included. */
    public static int nodes(AtomStore store) {
        return ((DefaultAtomStore) store).graph().describe().size();
    }

    /** How many calls of an action with {@link Concurrency#QUEUE} the store remembers to be waiting. */
    public static int waiting(AtomStore store, AsyncActionAtom<?, ?> action) {
        return ((DefaultAtomStore) store).calls().waiting(action);
    }

    /** How many runs of async atoms the store would cancel if it were closed now. */
    public static int running(AtomStore store) {
        return ((DefaultAtomStore) store).runningCount();
    }
}
