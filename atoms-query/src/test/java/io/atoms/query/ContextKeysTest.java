package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Data that depends on who asks. */
class ContextKeysTest extends WithClient {

    record OrdersKey(int year) implements QueryKey<String> {}

    private final QueryDefinition<OrdersKey, String> orders = QueryDefinition.<OrdersKey, String>mono(
                    OrdersKey.class,
                    (key, context) -> Mono.deferContextual(fetch ->
                            Mono.just(fetch.get("tenant") + " " + key.year() + fetch.getOrDefault("user", ""))))
            .contextKeys("tenant")
            .defaults(all -> all.staleTime(StaleTime.NEVER));
    private final QueryOptions<String, String> options = orders.options(new OrdersKey(2026));

    private String fetchAs(String tenant) {
        return client.fetch(options)
                .contextWrite(Context.of("tenant", tenant, "user", " of a user"))
                .block();
    }

    @Test
    void twoTenants_neverSeeEachOthersData() {
        assertThat(fetchAs("a")).isEqualTo("a 2026"); // and nothing else of the caller's context
        assertThat(fetchAs("b")).isEqualTo("b 2026");
        assertThat(fetchAs("a")).isEqualTo("a 2026");
        assertThat(client.metrics().entries()).isEqualTo(2);
        List<String> seen = new ArrayList<>();
        client.observe(options)
                .contextWrite(Context.of("tenant", "a"))
                .subscribe(result -> seen.add(result.dataOrNull()));
        client.setQueryData(options.in(Context.of("tenant", "b")).key(), "changed");
        assertThat(seen).containsExactly("a 2026");
        assertThat(client.getQueryData(new OrdersKey(2026))).isEmpty();
        assertThat(fetchAs("b")).isEqualTo("changed");
    }

    @Test
    void aFetchThatRuns_isNotJoinedByAnotherTenant() {
        QueryDefinition<OrdersKey, String> slow = QueryDefinition.<OrdersKey, String>mono(
                        OrdersKey.class,
                        (key, context) -> Mono.delay(ms(10), it.clock)
                                .then(Mono.deferContextual(fetch -> Mono.just(fetch.get("tenant")))))
                .contextKeys("tenant");
        Outcome<String> a = run(client.fetch(slow.options(new OrdersKey(1)).in(Context.of("tenant", "a"))));
        Outcome<String> b = run(client.fetch(slow.options(new OrdersKey(1)).in(Context.of("tenant", "b"))));
        it.pass(10);
        assertThat(a.values).containsExactly("a");
        assertThat(b.values).containsExactly("b");
    }

    @Test
    void withoutTheValue_nothingIsFetched() {
        assertThatThrownBy(() -> client.fetch(options).block())
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("tenant");
        assertThatThrownBy(() -> client.observer(options)).hasMessageContaining("tenant");
        assertThatThrownBy(() -> client.observe(options).blockFirst()).hasMessageContaining("tenant");
        assertThat(client.metrics().entries()).isZero();
    }

    @Test
    void theClientsContext_isTheFallback() {
        try (Clients other = new Clients(builder -> builder.context(Context.of("tenant", "home", "user", "!")))) {
            assertThat(other.client.fetch(options).block()).isEqualTo("home 2026!");
            assertThat(other.client
                            .fetch(options)
                            .contextWrite(Context.of("tenant", "other"))
                            .block())
                    .isEqualTo("other 2026!");
            assertThat(other.observe(options).last().dataOrNull()).isEqualTo("home 2026!");
        }
    }

    @Test
    void filters_findAllTenants() {
        fetchAs("a");
        fetchAs("b");
        assertThat(client.keys(QueryFilters.exact(new OrdersKey(2026)))).hasSize(2);
        assertThat(client.keys(QueryFilters.type(OrdersKey.class))).hasSize(2);
        client.invalidate(
                QueryFilters.exact(options.in(Context.of("tenant", "a")).key()));
        assertThat(client.getQueryState(options.in(Context.of("tenant", "a")).key()))
                .hasValueSatisfying(state -> assertThat(state.invalidated()).isTrue());
        assertThat(client.getQueryState(options.in(Context.of("tenant", "b")).key()))
                .hasValueSatisfying(state -> assertThat(state.invalidated()).isFalse());
    }

    @Test
    void thePreviousData_ofAnotherTenant_isNotShown() {
        QueryObserver<String, String> observer =
                client.observer(options.in(Context.of("tenant", "a")).keepPreviousData());
        Clients.Results<String> results = new Clients.Results<>(observer);
        assertThat(results.last().dataOrNull()).isEqualTo("a 2026");
        results.all.clear();
        observer.setOptions(options.in(Context.of("tenant", "b")).keepPreviousData());
        assertThat(data(results)).containsExactly(null, "b 2026");
    }
}
