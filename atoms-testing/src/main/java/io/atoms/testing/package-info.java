/**
 * A kit for tests of code that uses atoms. Begin with {@link io.atoms.testing.TestStore}, a store of its own for each test,
 * whose time a test moves and which fails the test if a listener failed; {@link io.atoms.testing.AtomsExtension} hands one
 * to each JUnit test.
 *
 * <p>{@link io.atoms.testing.Recording} keeps what the listeners of atoms are told, and
 * {@link io.atoms.testing.AtomAssertions} asserts what atoms are.
 */
@NullMarked
package io.atoms.testing;

import org.jspecify.annotations.NullMarked;
