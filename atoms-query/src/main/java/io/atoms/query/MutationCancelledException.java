package io.atoms.query;

/** A mutation was cancelled while it was paused, or its client was closed before it had ended. */
public final class MutationCancelledException extends QueryException {

    private static final long serialVersionUID = 1L;

    private MutationCancelledException(String code, String message) {
        super(code, message, null);
    }

    static MutationCancelledException whilePaused(String mutation) {
        return new MutationCancelledException(
                "ATOMS-210",
                "Mutation " + mutation
                        + " was cancelled while it was paused. The server was not asked, unless an attempt"
                        + " had failed before. Mutate again, or handle this error.");
    }

    static MutationCancelledException closed(String mutation, String client) {
        return new MutationCancelledException(
                "ATOMS-211",
                "Query client " + client + " was closed before mutation " + mutation + " had ended. Await the results"
                        + " before closing, or store pausedMutations() and restore them in the next client.");
    }
}
