/** Utilities found by name, one class each; there are none yet. */
@NullMarked
package io.atoms.utils;

import org.jspecify.annotations.NullMarked;
