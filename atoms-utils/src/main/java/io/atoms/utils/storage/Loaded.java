package io.atoms.utils.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a storage had for an atom.
 *
 * @param value the value, the default if there was none
 * @param present whether there was one
 * @param version the storage's version of it
 * @param refused why neither reading nor writing is allowed, or null
 * @param unread whether something is there that could not be read, and must be set aside before it is overwritten
 */
record Loaded<T extends @Nullable Object>(
        T value, boolean present, long version, @Nullable StorageException refused, boolean unread) {

    static <T extends @Nullable Object> Loaded<T> absent(T defaultValue, long version) {
        return new Loaded<>(defaultValue, false, version, null, false);
    }

    static <T extends @Nullable Object> Loaded<T> present(T value, long version) {
        return new Loaded<>(value, true, version, null, false);
    }

    static <T extends @Nullable Object> Loaded<T> refused(T defaultValue, long version, StorageException why) {
        return new Loaded<>(defaultValue, true, version, why, false);
    }

    static <T extends @Nullable Object> Loaded<T> unread(T defaultValue) {
        return new Loaded<>(defaultValue, true, 0, null, true);
    }

    T get() {
        if (refused != null) {
            throw refused;
        }
        return value;
    }
}
