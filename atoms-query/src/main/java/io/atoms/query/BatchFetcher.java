package io.atoms.query;

import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/** What all queries of a batch definition have in common. Compared by identity: it is the queue's name in a client. */
final class BatchFetcher<K extends QueryKey<T>, T> {

    private final BiFunction<? super Set<K>, ? super BatchContext, ? extends Mono<? extends Map<K, ? extends T>>>
            function;
    private final BatchOptions options;

    BatchFetcher(
            BiFunction<? super Set<K>, ? super BatchContext, ? extends Mono<? extends Map<K, ? extends T>>> function,
            BatchOptions options) {
        this.function = function;
        this.options = options;
    }

    BatchOptions options() {
        return options;
    }

    /** The fetcher of one key, which waits for the batch that the key gets into. */
    Fetcher<T> of(K key) {
        return attempt ->
                attempt.fetch().client().batchQueue(this).load(key, attempt).flux();
    }

    /** Calls the function. What it throws counts as an error of the Mono; an empty one as an answer without any key. */
    Mono<Map<K, T>> call(Set<K> keys, BatchContext context) {
        return Mono.defer(() -> {
                    Mono<? extends Map<K, ? extends T>> answer = function.apply(keys, context);
                    return answer == null ? Mono.<Map<K, T>>empty() : answer.<Map<K, T>>map(Unchecked::cast);
                })
                .defaultIfEmpty(Map.of())
                .contextWrite(none -> reactor.util.context.Context.of(context.context()));
    }
}
