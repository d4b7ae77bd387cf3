package io.atoms.utils.storage;

import org.jspecify.annotations.Nullable;

/**
 * What was written to an atom in this store, and is or will be stored.
 *
 * <p>The token is the identity of the write. It survives {@link #savedAs}, so that who stored the token knows that
 * nothing newer is there to store.
 */
final class Written<T extends @Nullable Object> {

    /** The version of what is not stored yet: newer than all that is. */
    static final long UNSAVED = Long.MAX_VALUE;

    /** For which storage; null if nothing was written. */
    final @Nullable Storage storage;

    final T value;
    /** Whether the entry is to be removed; the value is then the default. */
    final boolean removed;

    /** Whether it was written before it was known what it replaces. */
    final boolean blind;

    final Object token;
    /** The storage's version of it, or {@link #UNSAVED}. */
    final long version;

    private Written(@Nullable Storage storage, T value, boolean removed, boolean blind, Object token, long version) {
        this.storage = storage;
        this.value = value;
        this.removed = removed;
        this.blind = blind;
        this.token = token;
        this.version = version;
    }

    /** Nothing was written yet. */
    static <T extends @Nullable Object> Written<T> nothing(T defaultValue, Object token) {
        return new Written<>(null, defaultValue, false, false, token, 0);
    }

    static <T extends @Nullable Object> Written<T> value(Storage storage, T value, boolean blind) {
        return new Written<>(storage, value, false, blind, new Object(), UNSAVED);
    }

    static <T extends @Nullable Object> Written<T> removal(Storage storage, T defaultValue, boolean blind) {
        return new Written<>(storage, defaultValue, true, blind, new Object(), UNSAVED);
    }

    /** What was there before the writes, if they were taken back by restoring a snapshot. */
    static <T extends @Nullable Object> Written<T> again(Storage storage, T value, boolean removed, Object token) {
        return new Written<>(storage, value, removed, false, token, UNSAVED);
    }

    Written<T> savedAs(long version) {
        return new Written<>(storage, value, removed, blind, token, version);
    }
}
