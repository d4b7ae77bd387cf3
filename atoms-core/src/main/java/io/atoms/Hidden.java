package io.atoms;

import org.jspecify.annotations.Nullable;

/** A definition that belongs to an atom and is not shown to users; messages and tools name the atom. */
interface Hidden {

    /** The atom that it belongs to; null for one that has nothing to tell. */
    @Nullable
    AbstractAtom<?> owner();
}
