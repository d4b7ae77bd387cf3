/** What the server and its users speak about. */
@NullMarked
package io.atoms.samples.board.model;

import org.jspecify.annotations.NullMarked;
