package io.atoms.query;

import java.util.function.UnaryOperator;

/**
 * Takes the patches of a mutation, see {@link MutationDefinition#optimistic}. Used by one thread, until the function that got
 * it has returned.
 */
public interface OptimisticPatches {

    /** The client that mutates, to look at its data. */
    QueryClient client();

    /** Shows the data changed until the mutation has ended, as {@link QueryClient#patchQueryData} does. */
    <T> void patch(QueryKey<T> key, UnaryOperator<T> recipe);
}
