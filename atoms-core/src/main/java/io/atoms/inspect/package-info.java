/** The records that describe a store to tools; they refer to neither the public API nor the engine. */
@NullMarked
package io.atoms.inspect;

import org.jspecify.annotations.NullMarked;
