/** A shop in a window: Swing over the atoms of {@link io.atoms.samples.shop.state}. */
@NullMarked
package io.atoms.samples.shop;

import org.jspecify.annotations.NullMarked;
