package io.atoms.query;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mutation that has not ended, to be stored and {@linkplain QueryClient#restoreMutations restored} by another client, after
 * a restart for example.
 *
 * @param name that of the definition, which the other client must have {@linkplain
 *     QueryClientBuilder#register(MutationDefinition[]) registered}
 * @param variables what the function is to be called with
 * @param context what {@link MutationCallbacks#onMutate} gave; null if nothing
 * @param idempotencyKey the key that the server knows it by
 * @param scope see {@link MutationDefinition#scope}; null if it has none
 * @param submittedAt when it was asked for
 * @param conflictRound how many conflicts were resolved
 * @param paused whether it waited; else it was running, and the server may have done it
 */
public record PausedMutation(
        String name,
        Object variables,
        @Nullable Object context,
        String idempotencyKey,
        @Nullable String scope,
        Instant submittedAt,
        int conflictRound,
        boolean paused) {

    /**
     * Refuses null where a value is needed.
     *
     * @param name that of the definition, which the other client must have {@linkplain
     *     QueryClientBuilder#register(MutationDefinition[]) registered}
     * @param variables what the function is to be called with
     * @param context what {@link MutationCallbacks#onMutate} gave; null if nothing
     * @param idempotencyKey the key that the server knows it by
     * @param scope see {@link MutationDefinition#scope}; null if it has none
     * @param submittedAt when it was asked for
     * @param conflictRound how many conflicts were resolved
     * @param paused whether it waited; else it was running, and the server may have done it
     */
    public PausedMutation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(variables, "variables");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        Objects.requireNonNull(submittedAt, "submittedAt");
    }
}
