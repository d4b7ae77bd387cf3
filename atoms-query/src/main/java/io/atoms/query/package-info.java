/** Queries and their cache; there are none yet. */
@NullMarked
package io.atoms.query;

import org.jspecify.annotations.NullMarked;
