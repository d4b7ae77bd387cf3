package io.atoms.testing;

import org.jspecify.annotations.Nullable;

/**
 * What a listener was told, see {@link Recording}.
 *
 * @param <T> the type of the value
 * @param atom the name of the atom
 * @param epoch the epoch of the commit; all notifications of one commit have the same
 * @param previous the value before; null too if there was none, or after a failure
 * @param current the value as of the commit; null too after a failure
 * @param error the atom's error, or null
 */
public record Notification<T extends @Nullable Object>(
        String atom,
        long epoch,
        @Nullable T previous,
        @Nullable T current,
        @Nullable Throwable error) {

    /** {@return whether the atom's value became an error} */
    public boolean isFailure() {
        return error != null;
    }

    /** {@code name value}, or {@code name failed: error}. */
    @Override
    public String toString() {
        return atom + (error == null ? " " + current : " failed: " + error);
    }
}
