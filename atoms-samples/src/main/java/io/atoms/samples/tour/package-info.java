/** A program that shows the library step by step, with its own source lines. */
@NullMarked
package io.atoms.samples.tour;

import org.jspecify.annotations.NullMarked;
