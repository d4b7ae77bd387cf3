package io.atoms.query;

import java.util.Map;

/**
 * What a mutation function is called with.
 *
 * @param client the client that mutates
 * @param meta what {@link MutationDefinition#meta} put there
 * @param attempt the number of this attempt, from 1; from 1 again in every conflict round
 * @param signal tells when the client is closed; for code that the cancellation of a Mono does not reach
 * @param idempotencyKey to be sent along, so that the server does once what it is asked to do several times: the same for
 *     all attempts, however long the mutation was paused, and after a restart. Each conflict round has its own, since it
 *     asks for something else
 * @param conflictRound how many conflicts were resolved before, see {@link ConflictResolver}
 */
public record MutationContext(
        QueryClient client,
        Map<String, Object> meta,
        int attempt,
        CancellationSignal signal,
        String idempotencyKey,
        int conflictRound) {}
