package io.atoms.query;

/**
 * The key of an infinite query, see {@link QueryDefinition#infinite}. A type of its own, so that a list of pages is never
 * taken for the data of a plain query.
 *
 * <pre>{@code
 * record FeedKey(String topic) implements InfiniteKey<Page, Integer> {}
 * }</pre>
 *
 * @param <P> the type of a page
 * @param <C> the type of what a page is asked by: a number or a cursor, for example
 */
public interface InfiniteKey<P, C> extends QueryKey<InfiniteData<P, C>> {}
