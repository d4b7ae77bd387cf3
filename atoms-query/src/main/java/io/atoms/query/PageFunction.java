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

    /**
     * {@return a Mono of the page, which is subscribed once per attempt, by the cache}
     *
     * @param key which list
     * @param pageParam what the page is asked by
     * @param context what is known of the fetch
     */
    Mono<? extends P> fetch(K key, C pageParam, QueryContext context);
}
