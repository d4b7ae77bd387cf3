package io.atoms;

/**
 * An immutable, consistent view of a store at one epoch. Derived atoms are evaluated inside it, once per snapshot, and
 * leave no trace in the store.
 *
 * <p><b>Rules.</b> Opening costs the same for any size of store. While it is open the store keeps the values that have
 * changed since, so close it; one that is dropped unclosed is closed when it is collected, and a warning is logged.
 *
 * <p><b>Threads.</b> Usable from any thread. Reads never wait for writers. Two threads that read the same derived atom
 * for the first time at once may both evaluate it; both get the same result.
 *
 * <p><b>Errors.</b> Use after {@link #close} throws {@link AtomUsageException}. Closing the store does not close it.
 */
public interface StoreSnapshot extends Getter, AutoCloseable {

    /** {@return the epoch of the commit that this is a view of} */
    long epoch();

    /** Lets go of the values. Closing again does nothing. */
    @Override
    void close();
}
