/** Concurrency stress tests of the store, run by jcstress. */
@NullMarked
package io.atoms.stress;

import org.jspecify.annotations.NullMarked;
