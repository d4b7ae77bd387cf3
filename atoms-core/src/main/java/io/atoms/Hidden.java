package io.atoms;

/** A definition that belongs to an atom and is not shown to users; messages and tools name the atom. */
interface Hidden {

    /** The atom that it belongs to. */
    AbstractAtom<?> owner();
}
