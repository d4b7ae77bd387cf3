/**
 * The code of the documentation. A page shows the regions between {@code tag} and {@code end} comments; a region that
 * has output lies in a method of its name, which the test of the documentation runs.
 */
@NullMarked
package io.atoms.samples.snippets;

import org.jspecify.annotations.NullMarked;
