/** Keeps queries and mutations in a storage of atoms-utils. */
@NullMarked
package io.atoms.query.storage;

import org.jspecify.annotations.NullMarked;
