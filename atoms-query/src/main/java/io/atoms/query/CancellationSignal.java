package io.atoms.query;

import reactor.core.Disposable;

/**
 * Tells a query function that its result is no longer wanted; for code that a Mono's cancellation does not reach. A
 * function that asks for it ({@link QueryContext#signal}) agrees to be cancelled when the last observer leaves.
 */
public interface CancellationSignal {

    /** {@return whether the fetch was cancelled} */
    boolean isCancelled();

    /**
     * Calls the hook once when the fetch is cancelled; at once if it has been.
     *
     * @param hook what to call
     * @return to take the hook back
     */
    Disposable onCancel(Runnable hook);
}
