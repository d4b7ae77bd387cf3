package io.atoms.utils.storage;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link Storage} is doing.
 *
 * @param unsaved the number of values that are in memory and not yet stored
 * @param attempts the number of attempts to write that failed since the last that succeeded; 0 if all is well
 * @param failure why the last attempt failed; null if it did not
 * @param paused whether writing is paused by {@link Storage#pause}
 */
public record StorageStatus(
        int unsaved, int attempts, @Nullable StorageException failure, boolean paused) {

    /** {@return whether everything is stored} */
    public boolean isSaved() {
        return unsaved == 0;
    }
}
