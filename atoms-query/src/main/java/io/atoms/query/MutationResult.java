package io.atoms.query;

import org.jspecify.annotations.Nullable;

/**
 * How far a mutation is.
 *
 * @param <R> the type of the result
 */
public sealed interface MutationResult<R> {

    /**
     * Nothing was mutated yet; only {@link QueryAtoms#mutation} shows this.
     *
     * @param <R> the type of the result
     */
    record Idle<R>() implements MutationResult<R> {}

    /**
     * It has begun and not ended.
     *
     * @param <R> the type of the result
     * @param paused whether it waits until the client is online, or for other mutations of its scope
     * @param failureCount how many attempts have failed
     * @param failureReason the error of the last one; null if none has
     */
    record Pending<R>(
            boolean paused, int failureCount, @Nullable Throwable failureReason) implements MutationResult<R> {}

    /**
     * It has ended well.
     *
     * @param <R> the type of the result
     * @param data what the function gave; null if it completed empty
     */
    record Success<R>(@Nullable R data) implements MutationResult<R> {}

    /**
     * It has ended badly.
     *
     * @param <R> the type of the result
     * @param error what the last attempt failed with
     */
    record Failure<R>(Throwable error) implements MutationResult<R> {}

    /** {@return whether none has begun} */
    default boolean isIdle() {
        return this instanceof Idle;
    }

    /** {@return whether it has begun and not ended} */
    default boolean isPending() {
        return this instanceof Pending;
    }

    /** {@return whether it is pending and waits, see {@link Pending#paused}} */
    default boolean isPaused() {
        return this instanceof Pending<R> pending && pending.paused();
    }

    /** {@return whether it has ended well} */
    default boolean isSuccess() {
        return this instanceof Success;
    }

    /** {@return whether it has ended badly} */
    default boolean isError() {
        return this instanceof Failure;
    }

    /** {@return the data of a success, else null} */
    default @Nullable R dataOrNull() {
        return this instanceof Success<R> success ? success.data() : null;
    }

    /** {@return the error of a failure, else null} */
    default @Nullable Throwable errorOrNull() {
        return this instanceof Failure<R> failure ? failure.error() : null;
    }
}
