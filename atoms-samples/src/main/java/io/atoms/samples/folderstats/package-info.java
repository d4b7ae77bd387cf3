/** A program that keeps the totals of a folder up to date with atoms. */
@NullMarked
package io.atoms.samples.folderstats;

import org.jspecify.annotations.NullMarked;
