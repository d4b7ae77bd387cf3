/** The server of the board, with its faults and its other user. It knows nothing of queries. */
@NullMarked
package io.atoms.samples.board.server;

import org.jspecify.annotations.NullMarked;
