package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How many attempts run at once. */
class ConcurrentFetchesTest {
    private final List<Object> begun = new ArrayList<>();

    record Job(int n) implements QueryKey<Integer> {}

    record Other(int n) implements QueryKey<Integer> {}

    private QueryOptions<Integer, Integer> job(Clients it, QueryKey<Integer> key) {
        return QueryOptions.of(key, work(it, key));
    }

    private java.util.function.Function<QueryContext, Mono<Integer>> work(Clients it, QueryKey<Integer> key) {
        return context -> {
            begun.add(key);
            return Mono.delay(WithClient.ms(10), it.clock).thenReturn(1);
        };
    }

    @Test
    void ofAClient_areBounded_inTheOrderOfTheirComing() {
        try (Clients it = new Clients(builder -> builder.maxConcurrentFetches(2))) {
            for (int i = 0; i < 5; i++) {
                it.client.prefetch(job(it, new Job(i))).subscribe();
            }
            assertThat(begun).containsExactly(new Job(0), new Job(1));
            it.pass(10);
            assertThat(begun).containsExactly(new Job(0), new Job(1), new Job(2), new Job(3));
            it.pass(10);
            assertThat(begun).hasSize(5);
            it.pass(10);
            assertThat(it.client.isFetching(QueryFilters.all())).isZero();
        }
    }

    @Test
    void observedQueries_comeFirst() {
        try (Clients it = new Clients(builder -> builder.maxConcurrentFetches(1))) {
            for (int i = 0; i < 3; i++) {
                it.client.prefetch(job(it, new Job(i))).subscribe();
            }
            it.observe(job(it, new Job(9)));
            it.pass(10);
            assertThat(begun).containsExactly(new Job(0), new Job(9));
            it.pass(10);
            assertThat(begun).containsExactly(new Job(0), new Job(9), new Job(1));
        }
    }

    @Test
    void ofADefinition_areBounded_andOthersAreNot() {
        try (Clients it = new Clients(builder -> builder.maxConcurrentFetches(3))) {
            QueryDefinition<Job, Integer> definition = QueryDefinition.<Job, Integer>mono(
                            Job.class, (key, context) -> work(it, key).apply(context))
                    .maxConcurrentFetches(1);
            it.client.prefetch(definition.options(new Job(1))).subscribe();
            it.client.prefetch(definition.options(new Job(2))).subscribe();
            it.client.prefetch(job(it, new Other(1))).subscribe();
            it.client.prefetch(job(it, new Other(2))).subscribe();
            it.client.prefetch(job(it, new Other(3))).subscribe();
            assertThat(begun).containsExactly(new Job(1), new Other(1), new Other(2));
            it.pass(10);
            assertThat(begun.subList(3, 5)).containsExactlyInAnyOrder(new Job(2), new Other(3));
        }
    }

    @Test
    void aCancelledFetch_givesItsPlaceToTheNext_orLeavesTheQueue() {
        try (Clients it = new Clients(builder -> builder.maxConcurrentFetches(1))) {
            for (int i = 0; i < 4; i++) {
                it.client.prefetch(job(it, new Job(i))).subscribe();
            }
            it.client.cancel(QueryFilters.exact(new Job(1))); // waits
            it.client.cancel(QueryFilters.exact(new Job(0))); // runs
            assertThat(begun).containsExactly(new Job(0), new Job(2));
            it.client.remove(QueryFilters.exact(new Job(2)));
            assertThat(begun).containsExactly(new Job(0), new Job(2), new Job(3));
            it.pass(10);
            assertThat(it.client.isFetching(QueryFilters.all())).isZero();
        }
    }

    @Test
    void aFailedAttempt_givesItsPlaceAway_whileItWaitsForTheNext() {
        try (Clients it = new Clients(builder -> builder.maxConcurrentFetches(1))) {
            Clients.Calls<Integer> failing = it.failing(5);
            it.client
                    .prefetch(QueryOptions.of(new Other(1), failing)
                            .retry(RetryPolicy.times(1).delay(WithClient.ms(20))))
                    .subscribe();
            it.client.prefetch(job(it, new Job(1))).subscribe();
            it.pass(5);
            assertThat(begun).containsExactly(new Job(1));
            it.pass(20);
            assertThat(failing.count).hasValue(2);
            it.pass(5);
            assertThat(it.state(new Other(1)).status()).isEqualTo(QueryStatus.ERROR);
        }
    }

    @Test
    void manyThatEndAtOnce_needNoStack() {
        try (Clients it = new Clients(builder -> builder.maxConcurrentFetches(1))) {
            it.client.prefetch(job(it, new Job(-1))).subscribe();
            for (int i = 0; i < 3_000; i++) {
                it.client.prefetch(QueryOptions.of(new Job(i), it.counting(-1))).subscribe();
            }
            it.pass(10);
            assertThat(it.client.isFetching(QueryFilters.all())).isZero();
            assertThat(it.state(new Job(2_999)).data()).isEqualTo(1);
            assertThat(it.problems).isEmpty();
        }
    }
}
