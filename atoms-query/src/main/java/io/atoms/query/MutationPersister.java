package io.atoms.query;

import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps mutations that have not ended over the end of the process. Given to {@link QueryClientBuilder#mutationPersister}; that
 * of {@code io.atoms.query.storage} keeps them in a storage of atoms-utils.
 *
 * <p><b>Rules.</b> A client loads once, when it is made, and saves from then on whenever something has changed. A persister
 * belongs to one client at a time.
 *
 * <p><b>Threads.</b> All work begins by subscribing, to one thing after the other, and may not block the thread that
 * subscribes.
 *
 * <p><b>Errors.</b> Those of {@code save} mean that it is to be tried again.
 */
public interface MutationPersister {

    /**
     * {@return what was saved last, in the order in which it was first saved} What can't be read is left where it is.
     */
    Mono<List<PausedMutation>> load();

    /**
     * Saves mutations in the place of all that were loaded or saved before.
     *
     * @param all all that have not ended, oldest first
     * @param now the time, by the client's scheduler
     * @return completes when they are saved
     */
    Mono<Void> save(List<PausedMutation> all, Instant now);
}
