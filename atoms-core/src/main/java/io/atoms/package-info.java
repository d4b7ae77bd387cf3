/** The public API: atoms are immutable definitions of state, and a store holds their values. */
@NullMarked
package io.atoms;

import org.jspecify.annotations.NullMarked;
