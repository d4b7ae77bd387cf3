package io.atoms.utils.storage;

import org.jspecify.annotations.Nullable;

/**
 * What was written to an atom in this store, and is or will be stored.
 *
 * <p>The token is the identity of the write. It survives {@link #savedAs}, so that who stored the token knows that
 * nothing newer is there to store.
 *
 * <p>If the store had other storages before, the last write for each of them is kept behind it: it may not be stored
 * yet, and it is the value when that storage comes back.
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
    /** For other storages, each for one. */
    private final @Nullable Written<T> others;

    private Written(
            @Nullable Storage storage,
            T value,
            boolean removed,
            boolean blind,
            Object token,
            long version,
            @Nullable Written<T> others) {
        this.storage = storage;
        this.value = value;
        this.removed = removed;
        this.blind = blind;
        this.token = token;
        this.version = version;
        this.others = others;
    }

    /** Nothing was written yet. */
    static <T extends @Nullable Object> Written<T> nothing(T defaultValue, Object token) {
        return new Written<>(null, defaultValue, false, false, token, 0, null);
    }

    static <T extends @Nullable Object> Written<T> value(Storage storage, T value, boolean blind) {
        return new Written<>(storage, value, false, blind, new Object(), UNSAVED, null);
    }

    static <T extends @Nullable Object> Written<T> removal(Storage storage, T defaultValue, boolean blind) {
        return new Written<>(storage, defaultValue, true, blind, new Object(), UNSAVED, null);
    }

    /** What was there before the writes, if they were taken back by restoring a snapshot. */
    static <T extends @Nullable Object> Written<T> again(Storage storage, T value, boolean removed, Object token) {
        return new Written<>(storage, value, removed, false, token, UNSAVED, null);
    }

    Written<T> savedAs(long version) {
        return new Written<>(storage, value, removed, blind, token, version, others);
    }

    /** The write with that token, if it is among these and unsaved, is saved as that version; null if it is not. */
    @Nullable
    Written<T> savedAs(Object savedToken, long version) {
        if (token == savedToken) {
            return this.version == UNSAVED ? savedAs(version) : null;
        }
        Written<T> saved = others == null ? null : others.savedAs(savedToken, version);
        return saved == null ? null : before(saved);
    }

    /** The last write for that storage; null if there is none. */
    @Nullable
    Written<T> in(Storage wanted) {
        Written<T> each = this;
        while (each != null && each.storage != wanted) {
            each = each.others;
        }
        return each;
    }

    /** This write, and behind it those for other storages, unless they are closed. */
    Written<T> after(Written<T> earlier) {
        Written<T> kept = null;
        for (Written<T> each = earlier; each != null; each = each.others) {
            if (each.storage != null && each.storage != storage && !each.storage.isReleased()) {
                kept = each.before(kept);
            }
        }
        return before(kept);
    }

    private Written<T> before(@Nullable Written<T> behind) {
        return new Written<>(storage, value, removed, blind, token, version, behind);
    }
}
