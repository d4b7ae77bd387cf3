/**
 * Utilities for state, each of them a class of its own that is found by its name, has a test class and a page in
 * {@code docs/utilities}. All are built on the public API of {@link io.atoms} alone, so anybody could have written them.
 *
 * <p>Begin with {@link io.atoms.utils.Atoms}, which has them in one place; or look for the class by what it does.
 *
 * <p>What takes time takes it from {@link io.atoms.utils.TimeAtoms#SCHEDULER}, so a test replaces the clock by one {@code
 * set} in a fresh store.
 */
@NullMarked
package io.atoms.utils;

import org.jspecify.annotations.NullMarked;
