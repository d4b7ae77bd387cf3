package io.atoms.query;

import org.jspecify.annotations.Nullable;

/**
 * How far a mutation is.
 *
 * @param <R> the type of the result
 */
public sealed interface MutationResult<R> {

    /** Nothing was mutated yet; only {@link QueryAtoms#mutation} shows this. */
    record Idle<R>() implements MutationResult<R> {}

    /**
     * It has begun and not ended.
     *
     * @param paused whether it waits until the client is online, or for other mutations of its scope
     * @param failureCount how many attempts have failed
     * @param failureReason the error of the last one; null if none has
     */
    record Pending<R>(
            boolean paused, int failureCount, @Nullable Throwable failureReason) implements MutationResult<R> {}

    /**
     * It has ended well.
     *
     * @param data what the function gave; null if it completed empty
     */
    record Success<R>(@Nullable R data) implements MutationResult<R> {}

    /** It has ended badly. */
    record Failure<R>(Throwable error) implements MutationResult<R> {}

    default boolean isIdle() {
        return this instanceof Idle;
    }

    default boolean isPending() {
        return this instanceof Pending;
    }

    /** Whether it is pending and waits, see {@link Pending#paused}. */
    default boolean isPaused() {
        return this instanceof Pending<R> pending && pending.paused();
    }

    default boolean isSuccess() {
        return this instanceof Success;
    }

    default boolean isError() {
        return this instanceof Failure;
    }

    /** The data of a success, else null. */
    default @Nullable R dataOrNull() {
        return this instanceof Success<R> success ? success.data() : null;
    }

    /** The error of a failure, else null. */
    default @Nullable Throwable errorOrNull() {
        return this instanceof Failure<R> failure ? failure.error() : null;
    }
}
