package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Data that is taken from one client to another. */
class BehavioursHydrationTest {

    record Item(int id) implements QueryKey<String> {}

    record Feed() implements InfiniteKey<String, Integer> {}

    private final Clients from = new Clients();
    private final Clients to = new Clients();

    @AfterEach
    void close() {
        from.close();
        to.close();
        assertThat(from.problems).isEmpty();
        assertThat(to.problems).isEmpty();
    }

    @Test
    void data_keepsItsTime_andIsUsedWhileItIsFresh() {
        from.pass(100);
        from.client.setQueryData(new Item(1), "one");
        to.pass(150);
        to.client.hydrate(from.client.dehydrate());
        assertThat(to.state(new Item(1)).dataUpdatedAt()).isEqualTo(Instant.ofEpochMilli(100));
        assertThat(to.state(new Item(1)).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        Calls<String> calls = to.new Calls<>(-1, n -> Mono.just("fetched"));
        QueryOptions<String, String> options =
                QueryOptions.of(new Item(1), calls).staleTime(Duration.ofMillis(100));
        assertThat(to.client.fetch(options).block()).isEqualTo("one");
        to.pass(50);
        assertThat(to.client.fetch(options).block()).isEqualTo("fetched");
    }

    @Test
    void newerData_wins() {
        from.client.setQueryData(new Item(1), "old", Instant.ofEpochMilli(10));
        from.client.setQueryData(new Item(2), "new", Instant.ofEpochMilli(30));
        from.client.setQueryData(new Item(3), "same", Instant.ofEpochMilli(20));
        List.of(1, 2, 3).forEach(id -> to.client.setQueryData(new Item(id), "here", Instant.ofEpochMilli(20)));
        to.client.hydrate(from.client.dehydrate());
        assertThat(to.client.getQueryData(new Item(1))).contains("here");
        assertThat(to.client.getQueryData(new Item(2))).contains("new");
        assertThat(to.client.getQueryData(new Item(3))).contains("here");
    }

    @Test
    void aFetchThatIsRunning_goesOn() {
        from.client.setQueryData(new Item(1), "hydrated");
        Results<String> results =
                to.observe(QueryOptions.of(new Item(1), to.new Calls<>(10, n -> Mono.just("fetched"))));
        to.client.hydrate(from.client.dehydrate());
        assertThat(results.last().dataOrNull()).isEqualTo("hydrated");
        assertThat(results.last().isFetching()).isTrue();
        to.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo("fetched");
    }

    @Test
    void errorsAndPatches_stayBehind() {
        from.client.setQueryData(new Item(1), "data");
        from.client.patchQueryData(new Item(1), data -> data + " patched");
        from.client.setQueryData(new Item(2), "before");
        from.observe(QueryOptions.of(new Item(2), context -> Mono.<String>error(new IllegalStateException("secret")))
                .retry(RetryPolicy.NONE));
        from.observe(QueryOptions.of(new Item(3), context -> Mono.<String>error(new IllegalStateException("secret")))
                .retry(RetryPolicy.NONE));

        assertThat(from.client.dehydrate().queries())
                .containsExactly(new DehydratedState.Query<>(new Item(1), "data", Instant.EPOCH, false));
        DehydratedState all = from.client.dehydrate(QueryFilters.all());
        assertThat(all.queries()).hasSize(2);
        assertThat(all.toString()).doesNotContain("secret");
        to.client.hydrate(all);
        assertThat(to.state(new Item(2)).status()).isEqualTo(QueryStatus.SUCCESS);
        assertThat(to.state(new Item(2)).invalidated()).isTrue();
        assertThat(to.client.getQueryState(new Item(3))).isEmpty();
    }

    @Test
    void pages_stayPages() {
        from.client.setQueryData(new Feed(), new InfiniteData<>(List.of("a", "b"), List.of(0, 1)));
        to.client.hydrate(from.client.dehydrate(QueryFilters.type(Feed.class)));
        assertThat(to.client.getQueryData(new Feed()).orElseThrow().pages()).containsExactly("a", "b");
    }

    @Test
    void tags_areKnown_ifTheDefinitionIs() {
        QueryDefinition<Item, String> items = QueryDefinition.<Item, String>mono(
                        Item.class, (key, context) -> Mono.just("fetched"))
                .tags((key, data) -> Set.of(Tag.of("item")));
        from.client.setQueryData(new Item(1), "data");
        try (Clients registered = new Clients(builder -> builder.register(items))) {
            registered.client.hydrate(from.client.dehydrate());
            registered.client.invalidateTags(Tag.of("item"));
            assertThat(registered.state(new Item(1)).invalidated()).isTrue();
        }
    }

    @Test
    void hydratedData_isCollectedInItsTime() {
        from.client.setQueryData(new Item(1), "data");
        to.client.setQueryDefaults(QueryFilters.all(), defaults -> defaults.gcTime(Duration.ofMillis(10)));
        to.client.hydrate(from.client.dehydrate());
        to.pass(10);
        assertThat(to.client.getQueryState(new Item(1))).isEmpty();
    }

    @Test
    void aClosedClient_takesNothing() {
        to.client.close();
        assertThatThrownBy(() -> to.client.hydrate(new DehydratedState(List.of())))
                .isInstanceOf(QueryException.class);
    }
}
