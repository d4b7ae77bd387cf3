package io.atoms.query;

/**
 * What happened to a mutation, see {@link QueryClient#mutationEvents}.
 *
 * @param kind what happened
 * @param state the state since then
 */
public record MutationEvent(Kind kind, MutationState<?> state) {

    /** What happened. */
    public enum Kind {
        /** It was submitted or restored. */
        ADDED,
        /** Its state changed. */
        UPDATED,
        /** It has ended, and its {@link MutationDefinition#gcTime} is over. */
        REMOVED
    }
}
