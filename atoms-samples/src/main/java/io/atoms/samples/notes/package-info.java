/** A program that keeps notes in a folder that several terminals share, with atoms. */
@NullMarked
package io.atoms.samples.notes;

import org.jspecify.annotations.NullMarked;
