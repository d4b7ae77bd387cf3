/** A search field: a debounced text, and requests of which only the newest counts. */
@NullMarked
package io.atoms.samples.search;

import org.jspecify.annotations.NullMarked;
