package io.atoms.query;

/** What happened to an entry of the cache, see {@link QueryClient#events}. */
public sealed interface CacheEvent {

    /**
     * Whose entry.
     *
     * @return the key
     */
    QueryKey<?> key();

    /**
     * An entry was made.
     *
     * @param key whose entry
     */
    record Added(QueryKey<?> key) implements CacheEvent {}

    /**
     * An entry was removed, or emptied if it is observed.
     *
     * @param key whose entry
     * @param cause why
     */
    record Removed(QueryKey<?> key, Cause cause) implements CacheEvent {}

    /**
     * The state of an entry changed.
     *
     * @param key whose entry
     * @param action what has happened to it
     * @param state the state of the entry
     */
    record Updated(QueryKey<?> key, Action action, QueryState<?> state) implements CacheEvent {}

    /**
     * An entry got an observer.
     *
     * @param key whose entry
     */
    record ObserverAdded(QueryKey<?> key) implements CacheEvent {}

    /**
     * An observer left an entry.
     *
     * @param key whose entry
     */
    record ObserverRemoved(QueryKey<?> key) implements CacheEvent {}

    /** Why an entry was removed. */
    enum Cause {
        /** Nobody had observed it for its {@link QueryTuning#gcTime}. */
        COLLECTED,
        /** There were more than the client's bound. */
        EVICTED,
        /** By {@link QueryClient#remove}, {@link QueryClient#clear} or closing the client. */
        REMOVED
    }

    /** What changed a state. */
    enum Action {
        /** A fetch began. */
        FETCH,
        /** An attempt failed, and there will be another. */
        FAILED,
        /** The fetch is paused. */
        PAUSE,
        /** The fetch goes on. */
        CONTINUE,
        /** Data arrived. */
        SUCCESS,
        /** The fetch failed. */
        ERROR,
        /** The fetch was cancelled. */
        CANCEL,
        /** Data was set by hand. */
        SET,
        /** Data came from the persister. */
        RESTORE,
        /** It was declared out of date. */
        INVALIDATE,
        /** A patch was added, committed or undone. */
        PATCH,
        /** It went back to its initial state. */
        RESET
    }
}
