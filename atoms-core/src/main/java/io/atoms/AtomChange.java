package io.atoms;

import org.jspecify.annotations.Nullable;

/**
 * A change of an atom's value.
 *
 * @param <T> the type of the value
 * @param previous the value before
 * @param current the value after
 */
public record AtomChange<T extends @Nullable Object>(T previous, T current) {}
