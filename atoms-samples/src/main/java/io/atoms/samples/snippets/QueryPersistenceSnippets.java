package io.atoms.samples.snippets;

import io.atoms.query.ConnectivityManager;
import io.atoms.query.DehydratedState;
import io.atoms.query.MutationDefinition;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.storage.StorageMutationPersister;
import io.atoms.query.storage.StorageQueryPersister;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageEntries;
import io.atoms.utils.storage.StorageOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The snippets of {@code docs/query/persistence.md}. */
final class QueryPersistenceSnippets {
    private QueryPersistenceSnippets() {}

    // tag::types
    record Fruit(String name, int price) {}

    record FruitKey(String name) implements QueryKey<Fruit> {}

    record Order(String fruit, int amount) {}
    // end::types

    private static Storage storage() {
        return MemoryStorage.create(StorageOptions.ofDefaults().scheduler(Schedulers.immediate()));
    }

    static void hydrating(PrintStream out) {
        // tag::hydrating
        QueryClient loader = QueryClient.create();
        loader.setQueryData(new FruitKey("apple"), new Fruit("apple", 20));
        DehydratedState state = loader.dehydrate();

        QueryClient user = QueryClient.create();
        user.hydrate(state); // newer data wins
        out.println(user.getQueryData(new FruitKey("apple")).orElseThrow());
        // end::hydrating
        loader.close();
        user.close();
    }

    static void persisting(PrintStream out) {
        Storage storage = storage();
        // tag::persisting
        QueryDefinition<FruitKey, Fruit> fruit = QueryDefinition.<FruitKey, Fruit>mono(
                        FruitKey.class,
                        (key, context) -> Mono.fromSupplier(() -> {
                            out.println("asking the server");
                            return new Fruit(key.name(), 20);
                        }))
                .dataType(Fruit.class)
                .defaults(options -> options.staleTime(Duration.ofMinutes(10)).gcTime(Duration.ofHours(24)));

        for (int start = 1; start <= 2; start++) { // the program is started twice
            try (QueryClient client = QueryClient.builder()
                    .register(fruit)
                    .persister(StorageQueryPersister.of(storage)) // FileStorage.open(..), in a program
                    .build()) {
                out.println(client.fetchBlocking(fruit.options(new FruitKey("apple")), Duration.ofSeconds(10)));
            }
        }
        // end::persisting
    }

    static void queueing(PrintStream out) {
        Storage storage = storage();
        // tag::queueing
        MutationDefinition<Order, String> ordering = MutationDefinition.<Order, String>mono(
                        (order, context) -> Mono.fromSupplier(
                                () -> { // sends context.idempotencyKey() along
                                    out.println("ordered " + order.amount() + " " + order.fruit());
                                    return "thanks";
                                }))
                .named("order")
                .scope(order -> "orders"); // one after the other

        ConnectivityManager.Switch online = ConnectivityManager.manual();
        for (boolean connected : new boolean[] {false, true}) { // started offline, and later online
            online.setOnline(connected);
            try (QueryClient client = QueryClient.builder()
                    .online(online)
                    .register(ordering)
                    .mutationPersister(StorageMutationPersister.of(storage).with(ordering, Order.class))
                    .build()) {
                if (!connected) {
                    client.mutate(ordering, new Order("apples", 3));
                    client.mutate(ordering, new Order("pears", 5));
                }
                out.println("waiting: " + client.pausedMutations().size());
            }
        }
        // end::queueing
    }

    static void entries(PrintStream out) {
        Storage storage = storage();
        // tag::entries
        StorageEntries entries = StorageEntries.of(storage);
        JacksonCodec<Order> codec = JacksonCodec.of(Order.class);
        entries.changes(Instant.now())
                .put("job/1", codec, new Order("apples", 3))
                .remove("job/0")
                .write(); // safe when it returns
        out.println(entries.read("job/1", codec).orElseThrow());
        // end::entries
    }
}
