/**
 * A cache of server state: queries, the client that keeps them, and atoms that show them. {@link
 * io.atoms.query.QueryClient} is the place to begin.
 */
@NullMarked
package io.atoms.query;

import org.jspecify.annotations.NullMarked;
