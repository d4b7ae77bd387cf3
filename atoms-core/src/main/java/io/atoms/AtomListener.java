package io.atoms;

import org.jspecify.annotations.Nullable;

/**
 * Is told of the changes of one atom, see {@link AtomStore#subscribe(Atom, AtomListener)}.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface AtomListener<T extends @Nullable Object> {

    /**
     * Called after a commit that changed the value.
     *
     * @param previous the value before the commit; after a failure, the last value before it, or null if there was
     *     none since the subscription
     * @param current the value as of the commit
     */
    void changed(@Nullable T previous, T current);

    /**
     * Called instead of {@link #changed} when the atom's value became an error. The default throws the error, which
     * treats it as a failure of the listener.
     *
     * @param error of the atom
     */
    default void failed(Throwable error) {
        throw Errors.sneaky(error);
    }
}
