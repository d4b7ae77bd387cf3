package io.atoms.query;

import io.atoms.AsyncAtom;
import io.atoms.AsyncGetter;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The data of a query as an async atom: a stream of what an observer of the query sees. If the atom is only read, the stream
 * ends a while after the data is there, and the atom depends on what the cache has from then on; so does it when the stream
 * has failed.
 */
final class QueryDataAtom<T, R> {

    /** How long a query that was only read is observed after it has settled: as long as async atoms linger. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Atom<QueryOptions<T, R>> options;

    /** Whether the atom is observed in a store. */
    private final PrimitiveAtom<Boolean> observed = Atom.of(false).named("queryData.observed");

    /** What the cache has. */
    private final Atom<@Nullable R> cached;

    private QueryDataAtom(Function<? super Getter, QueryOptions<T, R>> read) {
        options = Atom.<QueryOptions<T, R>>derived(read).named("queryData.options");
        cached = Atom.<@Nullable R>derived(get -> {
                    get.get(StoreClients.REVISION);
                    return StoreClients.client(get).peek(get.get(options)).dataOrNull();
                })
                .named("queryData.cached");
    }

    static <T, R> AsyncAtom<R> of(Function<? super Getter, QueryOptions<T, R>> read) {
        QueryDataAtom<T, R> made = new QueryDataAtom<>(read);
        return Atom.<R>stream(made::stream)
                .onMount(context -> {
                    StoreClients.prepare(context.store());
                    context.set(made.observed, true);
                    return () -> {
                        try {
                            context.set(made.observed, false);
                        } catch (StoreClosedException e) {
                            // nobody reads it any more
                        }
                    };
                })
                .named("queryData");
    }

    private Flux<R> stream(AsyncGetter get) {
        QueryOptions<T, R> asked = get.get(options);
        DefaultQueryClient client = StoreClients.client(get);
        return client.observe(asked)
                .publish(results -> Flux.<QueryResult<R>>from(results).takeUntilOther(end(get, client, results)))
                .<R>handle((result, sink) -> {
                    R data = result.dataOrNull();
                    Throwable error = result.errorOrNull();
                    if (data != null) {
                        sink.next(data);
                    } else if (error != null && !result.isFetching()) {
                        get.get(cached);
                        sink.error(error);
                    }
                })
                .distinctUntilChanged();
    }

    /** When the stream of an atom that is not observed has shown data for a while. */
    private Publisher<?> end(AsyncGetter get, DefaultQueryClient client, Flux<QueryResult<R>> results) {
        return results.switchMap(result -> result.dataOrNull() == null || result.isFetching() || result.isPaused()
                        ? Mono.never()
                        : Mono.delay(LINGER, client.scheduler()))
                .filter(now -> !get.peek(observed))
                .doOnNext(now -> {
                    get.get(observed);
                    get.get(cached);
                });
    }
}
