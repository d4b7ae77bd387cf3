package io.atoms.inspect;

/** The kind of a node of a store's graph. */
public enum AtomKind {
    /** Has an initial value and is written directly. */
    PRIMITIVE,
    /** Computed from others. */
    DERIVED,
    /** Computed from others, with a write function. */
    WRITABLE,
    /** Computed by a Publisher. */
    ASYNC,
    /** A side effect; it has no value. */
    EFFECT
}
