package io.atoms.query;

import java.util.function.UnaryOperator;

/**
 * Takes the patches of a mutation, see {@link MutationDefinition#optimistic}. Used by one thread, until the function that got
 * it has returned.
 */
public interface OptimisticPatches {

    /** {@return the client that mutates, to look at its data} */
    QueryClient client();

    /**
     * Shows the data changed until the mutation has ended, as {@link QueryClient#patchQueryData} does.
     *
     * @param <T> the type of the data
     * @param key which query
     * @param recipe makes the new data of the old; pure
     */
    <T> void patch(QueryKey<T> key, UnaryOperator<T> recipe);
}
