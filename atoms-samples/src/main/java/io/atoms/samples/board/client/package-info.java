/** The user's side: HTTP, and on it the queries, the mutation and the atoms. */
@NullMarked
package io.atoms.samples.board.client;

import org.jspecify.annotations.NullMarked;
