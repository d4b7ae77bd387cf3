/**
 * The records that describe a store to tools; they refer to neither the public API nor the engine.
 *
 * <p>There are two ways in: {@link io.atoms.inspect.StoreInspection} is what a store is at one moment, and prints as a
 * tree or a picture; {@link io.atoms.inspect.StoreObserver} is told what happens, each commit by a {@link
 * io.atoms.inspect.ChangeSet} that knows why an atom ran.
 */
@NullMarked
package io.atoms.inspect;

import org.jspecify.annotations.NullMarked;
