/**
 * Atoms that outlive the process. A {@link io.atoms.utils.storage.StorageAtom} has a key, a type and a default value; a
 * {@link io.atoms.utils.storage.Storage}, which reaches it through an atom, keeps its value as bytes that a {@link
 * io.atoms.utils.storage.Codec} makes.
 */
@NullMarked
package io.atoms.utils.storage;

import org.jspecify.annotations.NullMarked;
