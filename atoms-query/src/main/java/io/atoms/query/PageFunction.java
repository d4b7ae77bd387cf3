package io.atoms.query;

import reactor.core.publisher.Mono;

/**
 * Fetches one page of an infinite query.
 *
 * @param <K> the type of the keys
 * @param <P> the type of a page
 * @param <C> the type of what a page is asked by
 */
@FunctionalInterface
public interface PageFunction<K, P, C> {

    /** A Mono of the page, which is subscribed once per attempt, by the cache. */
    Mono<? extends P> fetch(K key, C pageParam, QueryContext context);
}
