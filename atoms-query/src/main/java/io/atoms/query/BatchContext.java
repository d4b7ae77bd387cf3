package io.atoms.query;

import reactor.util.context.ContextView;

/**
 * What the function of a batch definition is called with.
 *
 * @param client the client that fetches
 * @param context the client's context with the values that are part of the keys ({@link QueryDefinition#contextKeys}), which
 *     are the same for all keys of a batch
 */
public record BatchContext(QueryClient client, ContextView context) {}
