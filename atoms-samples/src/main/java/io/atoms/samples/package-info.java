/** Runnable programs that use atoms. */
@NullMarked
package io.atoms.samples;

import org.jspecify.annotations.NullMarked;
