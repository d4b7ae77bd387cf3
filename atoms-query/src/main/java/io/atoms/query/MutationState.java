package io.atoms.query;

import io.atoms.query.MutationResult.Pending;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the cache knows of a mutation.
 *
 * @param <R> the type of the result
 * @param id counts the mutations of a client, from 1
 * @param name that of the definition
 * @param scope see {@link MutationDefinition#scope}; null if it has none
 * @param variables what it was called with, or what a conflict was resolved with
 * @param context what {@link MutationCallbacks#onMutate} gave; null if nothing
 * @param idempotencyKey made when it was submitted; see {@link MutationContext#idempotencyKey}
 * @param conflictRound how many conflicts were resolved
 * @param submittedAt when it was asked for
 * @param result how far it is
 */
public record MutationState<R>(
        long id,
        String name,
        @Nullable String scope,
        Object variables,
        @Nullable Object context,
        String idempotencyKey,
        int conflictRound,
        Instant submittedAt,
        MutationResult<R> result) {

    /** {@return whether it has begun and not ended} */
    public boolean isPending() {
        return result.isPending();
    }

    /**
     * {@return whether it is of this definition, by name}
     *
     * @param definition which
     */
    public boolean isOf(MutationDefinition<?, ?> definition) {
        return name.equals(definition.name());
    }

    MutationState<R> with(MutationResult<R> next) {
        return new MutationState<>(
                id, name, scope, variables, context, idempotencyKey, conflictRound, submittedAt, next);
    }

    MutationState<R> pending(boolean paused) {
        return result instanceof Pending<R> pending
                ? with(new Pending<>(paused, pending.failureCount(), pending.failureReason()))
                : this;
    }

    MutationState<R> attemptFailed(int failures, Throwable error) {
        return with(new Pending<>(false, failures, error));
    }

    MutationState<R> withContext(@Nullable Object given) {
        return new MutationState<>(
                id, name, scope, variables, given, idempotencyKey, conflictRound, submittedAt, result);
    }

    /** After a conflict, to be tried with these variables. */
    MutationState<R> nextRound(Object next) {
        Pending<R> anew = new Pending<>(false, 0, null);
        return new MutationState<>(
                id, name, scope, next, context, idempotencyKey, conflictRound + 1, submittedAt, anew);
    }
}
