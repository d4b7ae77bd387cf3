package io.atoms.samples.snippets;

import io.atoms.query.BatchOptions;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/batching.md}. */
final class QueryBatchingSnippets {
    private QueryBatchingSnippets() {}

    static void batching(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::batching
        record PriceKey(String fruit) implements QueryKey<Integer> {}

        Map<String, Integer> server = Map.of("apple", 20, "pear", 30);
        QueryDefinition<PriceKey, Integer> prices = QueryDefinition.batch(
                PriceKey.class,
                (keys, context) -> {
                    out.println("one call for " + keys.size());
                    Map<PriceKey, Integer> found = new HashMap<>();
                    for (PriceKey key : keys) {
                        if (server.containsKey(key.fruit())) {
                            found.put(key, server.get(key.fruit()));
                        }
                    }
                    return Mono.just(found);
                },
                BatchOptions.ofDefaults().window(Duration.ofMillis(2)).maxSize(100));

        try (QueryClient client = QueryClient.builder().scheduler(clock).build()) {
            for (String fruit : new String[] {"apple", "pear", "stone"}) {
                client.fetch(prices.options(new PriceKey(fruit)))
                        .subscribe(
                                price -> out.println(fruit + " costs " + price),
                                error -> out.println(error.getMessage()));
            }
            clock.advanceTimeBy(Duration.ofMillis(2));
        }
        // end::batching
    }
}
