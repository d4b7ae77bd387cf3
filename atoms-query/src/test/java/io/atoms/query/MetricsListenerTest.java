package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A listener is told of the beginning and the end of each fetch. */
class MetricsListenerTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final ListKey<Integer> key = ListKey.of("key");

    private final Clients it = new Clients(builder -> builder.metrics(new MetricsListener() {
        @Override
        public void hit(String query, QueryKey<?> key) {
            asked.add("hit " + key);
        }

        @Override
        public void staleHit(String query, QueryKey<?> key) {
            asked.add("stale hit " + key);
        }

        @Override
        public void miss(String query, QueryKey<?> key) {
            asked.add("miss " + key);
        }

        @Override
        public void fetchStarted(String query, QueryKey<?> key) {
            told.add("started " + query);
        }

        @Override
        public void fetchEnded(String query, QueryKey<?> key, Outcome outcome, int attempts, Duration time) {
            told.add(outcome + " " + attempts + " " + time.toMillis());
        }
    }));

    @BeforeEach
    void begin() {
        it.observe(QueryOptions.of(key, it.counting(100)));
        it.pass(100);
        assertThat(told).containsExactly("started ListKey", "SUCCESS 1 100");
        it.client.refetch(QueryFilters.all());
        it.pass(10);
        told.clear();
    }

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    @Test
    void fetch_thatIsBegunAnew_hasEnded() {
        it.client.refetch(QueryFilters.all());
        assertThat(told).containsExactly("CANCELLED 1 10", "started ListKey");
    }

    @Test
    void fetch_thatIsReset_hasEnded() {
        it.client.reset(QueryFilters.all());
        assertThat(told).containsExactly("CANCELLED 1 10", "started ListKey");
    }

    @Test
    void fetch_ofARemovedQuery_hasEnded() {
        it.client.remove(QueryFilters.all());
        assertThat(told).containsExactly("CANCELLED 1 10");
    }

    @Test
    void fetch_ofAClosedClient_hasEnded() {
        it.client
                .fetch(QueryOptions.of(ListKey.of("other"), context -> Mono.never()))
                .subscribe(data -> {}, error -> {});
        told.clear();
        it.client.close();
        assertThat(told).containsExactlyInAnyOrder("CANCELLED 1 10", "CANCELLED 1 0");
    }

    @Test
    void fetch_thatIsCancelled_hasEnded() {
        it.client.cancel(QueryFilters.all());
        assertThat(told).containsExactly("CANCELLED 1 10");
    }

    @Test
    void observer_asksWhenItBegins() {
        asked.clear();
        ListKey<Integer> other = ListKey.of("other");
        QueryOptions<Integer, Integer> options =
                QueryOptions.of(other, it.counting(100)).staleTime(Duration.ofMillis(500));

        it.observe(options);
        it.pass(100);
        it.observe(options);
        it.pass(500);
        it.observe(options);

        assertThat(asked).containsExactly("miss " + other, "hit " + other, "stale hit " + other);
    }

    @Test
    void observer_asksWhenItGetsAnotherKey_andNotWhenItIsDisabled() {
        asked.clear();
        ListKey<Integer> other = ListKey.of("other");
        QueryObserver<Integer, Integer> observer =
                it.client.observer(QueryOptions.of(key, it.counting(100)).enabled(false));
        observer.subscribe(result -> {});
        assertThat(asked).isEmpty();

        observer.setOptions(QueryOptions.of(other, it.counting(100)));
        assertThat(asked).containsExactly("miss " + other);
    }

    @Test
    void nobodyListens_functionsOfTheUserAreAskedLess() {
        int listening = callsOfEnabled(new Clients(builder -> builder.metrics(new MetricsListener() {})));
        assertThat(callsOfEnabled(new Clients())).isLessThan(listening);
    }

    /** How often it is asked whether an observer is enabled that begins. */
    private int callsOfEnabled(Clients clients) {
        AtomicInteger calls = new AtomicInteger();
        try (clients) {
            clients.observe(QueryOptions.of(key, clients.counting(100)).enabled(state -> calls.incrementAndGet() > 0));
        }
        return calls.get();
    }
}
