package io.atoms.query;

import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The life of an entry, for work that is to last as long: a subscription to live data for example. See {@link
 * QueryDefinition#onEntryAdded}.
 *
 * <p><b>Threads.</b> Any.
 */
public interface EntryLifecycle<T> {

    /** The client whose entry it is. */
    QueryClient client();

    /** The first data; fails with {@link FetchCancelledException} if the entry is removed before there is any. */
    Mono<T> dataLoaded();

    /** Completes when the entry is removed. */
    Mono<Void> removed();

    /** Changes the data as {@link QueryClient#setQueryData} does; does nothing if there is none, or it was removed. */
    void update(UnaryOperator<T> recipe);
}
