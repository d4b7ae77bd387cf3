package io.atoms;

import reactor.core.Disposable;

/**
 * A subscription or an effect. {@link #dispose} and {@link #close} end it: it is never called again, not even later in
 * the round that is running. Disposing again does nothing.
 *
 * <p><b>Threads.</b> May be disposed from any thread, also by the listener or effect itself and inside a transaction;
 * disposal stays even if that transaction rolls back. A cleanup of a disposed effect has run when {@code dispose}
 * returns, unless another thread is running this store's listeners or the caller is inside a transaction or a
 * listener; then it runs after that.
 */
public interface AtomSubscription extends Disposable, AutoCloseable {

    @Override
    void dispose();

    @Override
    boolean isDisposed();

    @Override
    default void close() {
        dispose();
    }
}
