package io.atoms;

import org.jspecify.annotations.Nullable;

/**
 * Reads atoms. A read function, a transaction, an effect, a snapshot and the store itself each hand out one;
 * everything read through it belongs to one commit, except through the store, whose separate calls may straddle
 * the commits of other threads.
 *
 * <p><b>Threads.</b> A getter that a read function, write function or transaction is given is valid on the calling
 * thread until that function returns; {@link AtomStore} and {@link StoreSnapshot} may be used from any thread.
 *
 * <p><b>Errors.</b> An atom whose read function threw has that error as its value: {@code get} and {@code peek} throw
 * it again, the same instance and not wrapped. An atom that depends on itself throws {@link AtomCycleException}. A
 * getter used outside its time throws {@link AtomUsageException}; not always noticed is one that leaked into another
 * function that the same store is running on the same thread.
 */
public interface Getter {

    /**
     * Returns the value of the atom, computing it first if needed. Inside a read function or an effect the atom
     * becomes a dependency.
     *
     * @param <T> the type of the value
     * @param atom what to read
     * @return its value
     */
    <T extends @Nullable Object> T get(Atom<T> atom);

    /**
     * Returns the value of the atom like {@link #get}, but never makes it a dependency.
     *
     * @param <T> the type of the value
     * @param atom what to read
     * @return its value
     */
    <T extends @Nullable Object> T peek(Atom<T> atom);
}
