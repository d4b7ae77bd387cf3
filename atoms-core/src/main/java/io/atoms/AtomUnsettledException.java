package io.atoms;

/** Listeners and effects go on writing in answer to each other; see {@link AtomStoreBuilder#maxRounds}. */
public final class AtomUnsettledException extends AtomException {

    private static final long serialVersionUID = 1L;

    AtomUnsettledException(Messages message, Object... arguments) {
        super(message, arguments);
    }
}
