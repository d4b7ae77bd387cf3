package io.atoms;

import io.atoms.graph.Definition;

/** A definition that belongs to an atom and is not shown to users; messages and tools name the atom. */
interface Hidden {

    /** The atom that it belongs to; if nobody refers to that any more, the definition itself. */
    Definition owner();
}
