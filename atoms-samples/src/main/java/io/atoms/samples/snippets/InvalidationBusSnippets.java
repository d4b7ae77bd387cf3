package io.atoms.samples.snippets;

import io.atoms.query.InMemoryInvalidationBus;
import io.atoms.query.InvalidationBus;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.Tag;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The snippets of {@code docs/query/invalidation-bus.md}. */
final class InvalidationBusSnippets {
    private InvalidationBusSnippets() {}

    static void telling(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        // tag::telling
        record PriceKey(String fruit) implements QueryKey<Integer> {}

        int[] price = {20};
        QueryDefinition<PriceKey, Integer> prices = QueryDefinition.mono(
                        PriceKey.class, (key, context) -> Mono.fromSupplier(() -> price[0]))
                .tags((key, data) -> Set.of(Tag.of("price", key.fruit())));

        InvalidationBus bus = InMemoryInvalidationBus.create(); // across processes: Redis, below
        QueryClient shop =
                QueryClient.builder().scheduler(clock).invalidationBus(bus).build();
        QueryClient office =
                QueryClient.builder().scheduler(clock).invalidationBus(bus).build();
        shop.observe(prices.options(new PriceKey("apple")))
                .filter(result -> result.isSuccess() && !result.isFetching())
                .subscribe(result -> out.println("the shop shows " + result.dataOrNull()));

        price[0] = 25; // somebody in the office has changed it
        office.invalidateTags(Tag.of("price", "apple"));
        clock.advanceTimeBy(Duration.ofMillis(20));
        // end::telling
        shop.close();
        office.close();
    }

    // tag::redis
    /** What a Redis client has: publishing a text to a channel, and the texts of a channel. */
    interface PubSub {
        Mono<Void> publish(String channel, String text);

        Flux<String> texts(String channel);

        Flux<?> reconnections(); // something whenever the connection is there again
    }

    /** Sends messages as JSON. A key travels under the name of its type, and only types that were named are read. */
    record RedisBus(PubSub redis, JsonMapper json, Map<String, Class<? extends QueryKey<?>>> types)
            implements InvalidationBus {

        @Override
        public Mono<Void> publish(Message message) {
            return Mono.fromSupplier(() -> write(message)).flatMap(text -> redis.publish("invalidations", text));
        }

        @Override
        public Flux<Message> messages() {
            Flux<Message> lost = redis.reconnections().map(again -> Message.lost());
            return redis.texts("invalidations").map(this::read).mergeWith(lost);
        }

        private String write(Message message) {
            ObjectNode tree = json.createObjectNode();
            tree.put("node", message.node()).put("sequence", message.sequence());
            message.tags().forEach(tag -> tree.withArray("tags").add(json.valueToTree(tag)));
            for (QueryKey<?> key : message.keys()) {
                tree.withArray("keys").addObject().set(key.getClass().getSimpleName(), json.<JsonNode>valueToTree(key));
            }
            return tree.toString();
        }

        private Message read(String text) {
            JsonNode tree = json.readTree(text);
            Set<Tag> tags = new HashSet<>();
            for (JsonNode tag : tree.path("tags")) {
                JsonNode id = tag.path("id"); // JSON has one type of number, a Tag has the one of its program
                tags.add(new Tag(
                        tag.path("type").asString(),
                        id.isNull() ? null : id.isNumber() ? (Object) id.asLong() : id.asString()));
            }
            List<QueryKey<?>> keys = new ArrayList<>();
            for (JsonNode key : tree.path("keys")) {
                types.forEach((name, type) -> {
                    if (key.has(name)) {
                        keys.add(json.treeToValue(key.get(name), type));
                    }
                });
            }
            return new Message(
                    tree.path("node").asString(), tree.path("sequence").asLong(), tags, Set.copyOf(keys));
        }
    }
    // end::redis
}
