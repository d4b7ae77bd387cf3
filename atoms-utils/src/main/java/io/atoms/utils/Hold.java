package io.atoms.utils;

import org.jspecify.annotations.Nullable;

/**
 * What readers of a debounced or throttled atom see instead of its current value, and until when. An identity of its own
 * for each write.
 */
final class Hold<T extends @Nullable Object> {

    private final @Nullable T shown;

    /** The time when it ends; {@link Delays#NEVER} if it needs a write to end it. */
    final long until;

    private Hold(@Nullable T shown, long until) {
        this.shown = shown;
        this.until = until;
    }

    static <T extends @Nullable Object> Hold<T> of(T shown, long until) {
        return new Hold<>(shown, until);
    }

    /** A hold that ended before all times. */
    static <T extends @Nullable Object> Hold<T> none() {
        return new Hold<>(null, Long.MIN_VALUE);
    }

    @SuppressWarnings("NullAway") // null only if T admits it, or if it is none, which shows nothing
    T shown() {
        return shown;
    }

    boolean isNone() {
        return until == Long.MIN_VALUE;
    }

    /** Whether time ends it. */
    boolean isTimed() {
        return !isNone() && until != Delays.NEVER;
    }
}
