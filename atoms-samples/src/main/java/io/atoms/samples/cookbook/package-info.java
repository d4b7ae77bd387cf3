/**
 * The code of the cookbook. A class is a recipe: the page of its name in {@code docs/cookbook} shows its regions, and its
 * test proves what they do.
 */
@NullMarked
package io.atoms.samples.cookbook;

import org.jspecify.annotations.NullMarked;
