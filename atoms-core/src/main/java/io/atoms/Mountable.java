package io.atoms;

import org.jspecify.annotations.Nullable;

/** A definition with a mount function. */
interface Mountable {

    /** Runs it; returns the cleanup. Called outside the lock. */
    @Nullable
    Runnable mount(DefaultAtomStore store);
}
