package io.atoms.query;

import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * The life of an entry, for work that is to last as long: a subscription to live data for example. See {@link
 * QueryDefinition#onEntryAdded}.
 *
 * <p><b>Threads.</b> Any.
 *
 * @param <T> the type of the data
 */
public interface EntryLifecycle<T> {

    /** {@return the client whose entry it is} */
    QueryClient client();

    /**
     * {@return the first data; fails with {@link FetchCancelledException} if the entry is removed before there is any}
     */
    Mono<T> dataLoaded();

    /**
     * Completes when the entry is removed.
     *
     * @return completes then
     */
    Mono<Void> removed();

    /** {@return the state of the entry now} */
    QueryState<T> state();

    /**
     * {@return what happens to the entry from now on, its observers' coming and going included; in order, one at a time} A subscriber
     * that does not ask for all misses some. Completes when the entry is removed.
     */
    Flux<CacheEvent> events();

    /** {@return the client's context with the values that are part of the key, see {@link QueryContext#context}} */
    ContextView context();

    /**
     * Declares the data out of date and fetches it again, enabled or not; a fetch that is running is begun anew if there is
     * data, else followed by another.
     *
     * @return false if nobody has given a function that fetches it
     */
    boolean refetch();

    /**
     * Changes the data as {@link QueryClient#setQueryData} does; does nothing if there is none, or it was removed.
     *
     * @param recipe makes the new data of the old; pure
     */
    void update(UnaryOperator<T> recipe);
}
