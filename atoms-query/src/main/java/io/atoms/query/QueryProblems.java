package io.atoms.query;

import java.util.Set;
import java.util.TreeSet;

/** The messages of {@link QueryException}. */
final class QueryProblems {

    private QueryProblems() {}

    static QueryException arrayInKey(Class<?> type) {
        return new QueryException(
                "ATOMS-201",
                "A key has a part of type " + type.getSimpleName()
                        + ". Arrays are compared by identity, so no two such keys are equal: use a List.",
                null);
    }

    static QueryException closed(String client) {
        return new QueryException(
                "ATOMS-204",
                "Query client " + client + " is closed. Use a client that lives as long as its users.",
                null);
    }

    static QueryException noFunction(QueryKey<?> key) {
        return new QueryException(
                "ATOMS-205",
                "Query " + key + " has no data and its options have no function to fetch it. Make the options with"
                        + " QueryOptions.of or by a QueryDefinition, or set the data first.",
                null);
    }

    static QueryException blocked(String thread) {
        return new QueryException(
                "ATOMS-206",
                "Thread " + thread + " must not block. Subscribe to fetch(options) instead of calling fetchBlocking,"
                        + " or call it on a thread of your own, a virtual one for example.",
                null);
    }

    static QueryException noContext(QueryKey<?> key, Object name) {
        return new QueryException(
                "ATOMS-207",
                "Query " + key + " needs '" + name + "' of the context, and it is not there. Give it with"
                        + " options.in(Context.of(\"" + name + "\", value)).",
                null);
    }

    static QueryException twoDefinitions(Class<?> type) {
        return new QueryException(
                "ATOMS-208",
                "There are two query definitions for keys of " + type.getName()
                        + ". Make it one, in a static field that all use, or give each a type of key of its own.",
                null);
    }

    static QueryException notInfinite(QueryKey<?> key) {
        return new QueryException(
                "ATOMS-220",
                "Query " + key + " has no pages. Make its options with QueryOptions.infinite or by"
                        + " QueryDefinition.infinite.",
                null);
    }

    static QueryException unnamed(String mutation) {
        return new QueryException(
                "ATOMS-212",
                "Mutation definition " + mutation
                        + " was registered without a name to find it by. Give it one that stays"
                        + " the same with named(..).",
                null);
    }

    static QueryException twoMutations(String name) {
        return new QueryException(
                "ATOMS-213",
                "There are two mutation definitions named " + name
                        + ". Register it once, or give each a name of its own.",
                null);
    }

    static QueryException noStore(String mutation) {
        return new QueryException(
                "ATOMS-214",
                "A callback of mutation " + mutation + " writes atoms, and it runs in no store. Mutate by"
                        + " QueryAtoms.mutation, or with definition.in(store).",
                null);
    }

    static QueryException unknownMutation(String name, String client, Set<String> known) {
        return new QueryException(
                "ATOMS-215",
                "A stored mutation is called " + name + ", and client " + client + " knows only "
                        + new TreeSet<>(known) + ". Nothing was restored. Register its definition with"
                        + " QueryClientBuilder.register, or restore the others.",
                null);
    }

    static QueryException twoNames(String name) {
        return new QueryException(
                "ATOMS-230",
                "Two query definitions whose data is stored are named " + name
                        + ". Give each a name of its own with named(..): it is what their data is found by.",
                null);
    }
}
