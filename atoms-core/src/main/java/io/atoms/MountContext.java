package io.atoms;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Atom#onMount} gives to its function: the store, as a {@link Setter}, and the atom that became observed.
 *
 * <p><b>Threads.</b> Usable from any thread until the store is closed, so a mount function may hand it to a timer or a
 * callback whose cleanup it returns. Reads are never tracked.
 *
 * @param <T> the type of the atom's value
 */
public interface MountContext<T extends @Nullable Object> extends Setter {

    /**
     * {@return the store in which it did} To observe other atoms as long as this one is, and dispose that in the cleanup.
     */
    AtomStore store();

    /** {@return the atom that became observed} */
    Atom<T> atom();

    /**
     * Writes the atom itself. A writable atom must take a value of its own type as the argument; that can't be checked,
     * and another type of argument fails with a {@link ClassCastException} in the write function.
     *
     * @param value what to write
     * @throws AtomUsageException if the atom is derived without a write function
     */
    void setSelf(T value);
}
