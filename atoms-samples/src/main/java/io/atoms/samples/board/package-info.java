/** A task board against a real server; see {@link io.atoms.samples.board.Board}. */
@NullMarked
package io.atoms.samples.board;

import org.jspecify.annotations.NullMarked;
