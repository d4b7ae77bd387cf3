package io.atoms.query;

import reactor.core.publisher.Mono;

/**
 * A mutation that was submitted. It goes on whether or not somebody looks at it.
 *
 * <p><b>Threads.</b> Any.
 *
 * @param <R> the type of the result
 */
public interface MutationHandle<R> {

    /**
     * {@return what the function gave, empty if it completed empty; or the error} Need not be subscribed, and cancelling it just stops
     * the waiting.
     */
    Mono<R> result();

    /** {@return how far it is} */
    default MutationResult<R> current() {
        return state().result();
    }

    /** {@return all that is known of it} */
    MutationState<R> state();

    /**
     * Gives it up if it waits for the connection or for its scope: it fails with a {@link MutationCancelledException}, and its
     * patches disappear. One that is running can't be taken back.
     *
     * @return whether it was paused
     */
    boolean cancelIfPaused();
}
