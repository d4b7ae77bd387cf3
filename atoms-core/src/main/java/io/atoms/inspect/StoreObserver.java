package io.atoms.inspect;

/**
 * Is told what happens in a store, for tools, logs and metrics. Every method does nothing by default.
 *
 * <p><b>Rules.</b> The calls arrive after the store's lock is released, one at a time, in the order in which the events
 * happened, before the listeners of the commit they belong to. An observer may read the store; an exception it throws
 * is treated like that of a listener, and does not keep the following calls away. A store without one pays a null check.
 */
public interface StoreObserver {

    /**
     * The store met an atom or effect for the first time.
     *
     * @param atom what was met
     */
    default void created(AtomInfo atom) {}

    /**
     * A read function ran. Called for cut-offs too, with {@link Recompute#changed} false.
     *
     * @param recompute what ran, and why
     */
    default void recomputed(Recompute recompute) {}

    /**
     * A recompute gave an equal value, so dependents were not touched. Follows {@link #recomputed}.
     *
     * @param atom what ran
     */
    default void cutOff(AtomInfo atom) {}

    /**
     * A commit was published.
     *
     * @param changes what the commit did
     */
    default void committed(ChangeSet changes) {}

    /**
     * An atom got its first observer.
     *
     * @param atom which one
     */
    default void observed(AtomInfo atom) {}

    /**
     * An atom lost its last observer.
     *
     * @param atom which one
     */
    default void unobserved(AtomInfo atom) {}

    /**
     * A listener, effect, cleanup or mount function threw.
     *
     * @param failure what threw, and the error
     */
    default void listenerFailed(ListenerFailure failure) {}
}
