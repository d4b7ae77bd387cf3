/** The graph engine; it is not exported and knows nothing of the public API. */
@NullMarked
package io.atoms.graph;

import org.jspecify.annotations.NullMarked;
