package io.atoms;

/**
 * What one run of an effect reads and writes with. {@link #get} makes the atom a dependency: the effect runs again
 * after a commit that changed one. All reads of a run belong to one commit; after a write of its own the run goes on
 * with that write's commit. Every write is a commit of its own.
 *
 * <p><b>Threads.</b> Valid on the calling thread until the effect function returns; later use throws
 * {@link AtomUsageException}. Use the store from other threads and from callbacks.
 */
public interface EffectContext extends Setter {

    /**
     * Registers what to do before the next run and at disposal. Several run in the order of registration. What they
     * read is tracked by nobody.
     *
     * @param cleanup what to do
     */
    void onCleanup(Runnable cleanup);
}
