package io.atoms.query.storage;

import io.atoms.query.PausedMutation;
import java.lang.reflect.Type;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * What is stored for a mutation.
 *
 * @param order grows from mutation to mutation
 */
record StoredMutation<V, C>(
        long order,
        V variables,
        @Nullable C context,
        String idempotencyKey,
        @Nullable String scope,
        Instant submittedAt,
        int conflictRound,
        boolean paused) {

    PausedMutation of(String name) {
        return new PausedMutation(name, variables, context, idempotencyKey, scope, submittedAt, conflictRound, paused);
    }

    static StoredMutation<Object, Object> from(long order, PausedMutation mutation, @Nullable Object context) {
        return new StoredMutation<>(
                order,
                mutation.variables(),
                context,
                mutation.idempotencyKey(),
                mutation.scope(),
                mutation.submittedAt(),
                mutation.conflictRound(),
                mutation.paused());
    }

    static TypeReference<StoredMutation<Object, Object>> type(Type variables, Type context) {
        return GenericType.reference(StoredMutation.class, variables, context);
    }
}
