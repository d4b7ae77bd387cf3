package io.atoms.samples.search;

import reactor.core.publisher.Mono;

/** Where queries are answered. */
@FunctionalInterface
interface SearchService {

    /** Asks once per subscription; cancelling it ends the request. */
    Mono<Answer> search(String query);
}
