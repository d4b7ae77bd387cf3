package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.CacheEvent.Cause;
import io.atoms.query.Clients.Results;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many entries rest. */
class BoundTest {

    private static ListKey<Integer> key(int n) {
        return ListKey.of(n);
    }

    private static QueryClientBuilder quiet() {
        return QueryClient.builder().scheduler(reactor.test.scheduler.VirtualTimeScheduler.create());
    }

    @Test
    void aHundredThousandEntries_stayWithinTheBound() {
        AtomicInteger evicted = new AtomicInteger();
        QueryClient client = quiet().maximumSize(10_000)
                .defaults(all -> all.gcTime(QueryDefaults.FOREVER))
                .metrics(new MetricsListener() {
                    @Override
                    public void removed(String query, QueryKey<?> key, Cause cause) {
                        evicted.addAndGet(cause == Cause.EVICTED ? 1 : 0);
                    }
                })
                .build();
        for (int i = 0; i < 100_000; i++) {
            client.setQueryData(key(i), i);
            if (i % 20_000 == 0) {
                assertThat(client.metrics().entries()).isLessThanOrEqualTo(10_000);
            }
        }
        assertThat(client.metrics().entries()).isEqualTo(10_000);
        assertThat(evicted).hasValue(90_000);
        client.close();
        assertThat(client.metrics().entries()).isZero();
    }

    @Test
    void whatIsInUse_isNeverEvicted() {
        try (Clients it = new Clients(builder -> builder.maximumSize(2))) {
            QueryClient client = it.client;
            Results<Integer> observed = it.observe(QueryOptions.of(key(-1), it.counting(-1)));
            client.prefetch(QueryOptions.of(key(-2), it.counting(1_000))).subscribe();
            client.setQueryData(key(-3), 3);
            Patch patch = client.patchQueryData(key(-3), n -> n + 1);
            for (int i = 0; i < 100; i++) {
                client.setQueryData(key(i), i);
            }
            assertThat(client.metrics().entries()).isEqualTo(5);
            assertThat(client.getQueryData(key(-1))).contains(1);
            assertThat(client.getQueryData(key(-3))).contains(4);
            assertThat(it.state(key(-2)).fetchStatus()).isEqualTo(FetchStatus.FETCHING);
            observed.observer.dispose();
            patch.undo();
            client.cancel(QueryFilters.all());
            assertThat(client.metrics().entries()).isEqualTo(2);
        }
    }

    @Test
    void nothingRests_underABoundOfZero() {
        try (Clients it = new Clients(builder -> builder.maximumSize(0))) {
            assertThat(it.client.fetch(QueryOptions.of(key(1), it.counting(-1))).block())
                    .isEqualTo(1);
            assertThat(it.client.metrics().entries()).isZero();
            Results<Integer> results = it.observe(QueryOptions.of(key(2), it.counting(-1)));
            it.client.setQueryData(key(3), 3);
            assertThat(it.client.keys(QueryFilters.all())).containsExactly(key(2));
            results.observer.dispose();
            assertThat(it.client.metrics().entries()).isZero();
        }
    }

    @Test
    void weights_areThoseOfThePresentData() {
        try (Clients it = new Clients(builder -> builder.maximumWeight(10, data -> (Integer) data))) {
            it.client.setQueryData(key(1), 3);
            it.client.setQueryData(key(2), 3);
            it.client.setQueryData(key(3), 3);
            assertThat(it.client.metrics().entries()).isEqualTo(3);
            it.client.setQueryData(key(1), 9);
            assertThat(it.client.metrics().entries()).isLessThan(3);
        }
    }

    @Test
    void anEvictedEntry_isMadeAnew() {
        try (Clients it = new Clients(builder -> builder.maximumSize(1))) {
            it.client.setQueryData(key(1), 1);
            it.client.setQueryData(key(2), 2);
            assertThat(it.client.metrics().entries()).isEqualTo(1);
            it.client.setQueryData(key(1), 3);
            it.client.setQueryData(key(2), 4);
            assertThat(it.client.metrics().entries()).isEqualTo(1);
            assertThat(it.problems).isEmpty();
        }
    }
}
