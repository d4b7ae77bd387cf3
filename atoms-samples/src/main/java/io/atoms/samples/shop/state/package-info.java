/** The state of the shop, as atoms. Nothing here knows a user interface; all of it is tested without one. */
@NullMarked
package io.atoms.samples.shop.state;

import org.jspecify.annotations.NullMarked;
