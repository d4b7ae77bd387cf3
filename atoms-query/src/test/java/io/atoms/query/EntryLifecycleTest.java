package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** What hooks see of an entry, and do with it. */
class EntryLifecycleTest {

    record Key(String name) implements QueryKey<Integer> {}

    private static final Key KEY = new Key("key");

    private final Clients it = new Clients();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<CacheEvent> seen = new ArrayList<>();
    private final AtomicBoolean completed = new AtomicBoolean();
    private EntryLifecycle<Integer> life;

    private final QueryDefinition<Key, Integer> definition = QueryDefinition.mono(
                    Key.class, (key, context) -> Mono.fromSupplier(calls::incrementAndGet))
            .onEntryAdded((key, lifecycle) -> {
                life = lifecycle;
                return lifecycle
                        .events()
                        .doOnComplete(() -> completed.set(true))
                        .subscribe(seen::add);
            });

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    @Test
    void events_areThoseOfTheEntry_inOrder() {
        it.client.setQueryData(ListKey.of("other"), 1);
        it.client.observe(definition.options(KEY)).subscribe().dispose();
        it.client.setQueryData(ListKey.of("other"), 2);
        assertThat(seen)
                .isEqualTo(it.events.stream()
                        .filter(event -> event.key().equals(KEY) && !(event instanceof CacheEvent.Added))
                        .toList());
        assertThat(seen).first().isEqualTo(new CacheEvent.ObserverAdded(KEY));
        assertThat(seen).last().isEqualTo(new CacheEvent.ObserverRemoved(KEY));
        assertThat(completed).isFalse();
        it.client.remove(QueryFilters.all());
        assertThat(completed).isTrue();
    }

    @Test
    void state_isThatOfNow() {
        it.client.observe(definition.options(KEY)).subscribe();
        assertThat(life.state()).isEqualTo(it.state(KEY));
        assertThat(life.state().data()).isEqualTo(1);
    }

    @Test
    void refetch_fetches_enabledOrNot() {
        it.client.observe(definition.options(KEY).enabled(false)).subscribe();
        assertThat(calls).hasValue(0);
        assertThat(life.refetch()).isTrue();
        assertThat(it.client.getQueryData(KEY)).contains(1);
    }

    @Test
    void refetch_duringTheFirstFetch_isFollowedByAnother() {
        AtomicInteger slow = new AtomicInteger();
        var options = QueryDefinition.mono(
                        Key.class,
                        (key, context) -> Mono.delay(java.time.Duration.ofMillis(10), it.clock)
                                .map(tick -> slow.incrementAndGet()))
                .onEntryAdded((key, lifecycle) -> {
                    life = lifecycle;
                    return null;
                })
                .options(KEY);
        it.client.observe(options).subscribe();
        assertThat(life.refetch()).isTrue();
        it.pass(20);
        assertThat(it.client.getQueryData(KEY)).contains(2);
    }

    @Test
    void refetch_withoutAFunction_doesNothing() {
        definition.options(KEY);
        try (QueryClient client =
                QueryClient.builder().scheduler(it.clock).register(definition).build()) {
            client.setQueryData(KEY, 5);
            assertThat(life.refetch()).isFalse();
            assertThat(client.getQueryData(KEY)).contains(5);
        }
    }

    @Test
    void context_hasWhatIsPartOfTheKey() {
        it.client
                .observe(definition.contextKeys("tenant").options(KEY).in(Context.of("tenant", "a")))
                .subscribe();
        assertThat(life.context().<String>get("tenant")).isEqualTo("a");
    }
}
