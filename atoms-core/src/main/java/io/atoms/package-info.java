/**
 * Atoms are immutable definitions of state, and a store holds their values.
 *
 * <p>Begin with {@link io.atoms.Atom}, whose static methods make every kind of atom, and with {@link
 * io.atoms.AtomStore}, which reads, writes and observes them. Then, as you need it: {@link io.atoms.Setter} for what
 * transactions and actions may do, {@link io.atoms.AsyncAtom} and {@link io.atoms.Loadable} for values that take time,
 * {@link io.atoms.AtomFamily} for an atom per key, {@link io.atoms.AtomStoreBuilder} for the options of a store. The
 * errors of the library are {@link io.atoms.AtomException}s, with stable codes.
 */
@NullMarked
package io.atoms;

import org.jspecify.annotations.NullMarked;
