package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Results;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Part 4 of the specification: what observers see. */
class BehavioursResultsTest extends WithClient {

    @Test
    void b35_select_runsOncePerDataAndFunction() {
        AtomicInteger selections = new AtomicInteger();
        Function<Integer, List<Integer>> even = n -> {
            selections.incrementAndGet();
            return List.of(n % 2);
        };
        QueryOptions<Integer, List<Integer>> options = quiet(it.counting(-1)).select(even);
        QueryObserver<Integer, List<Integer>> observer = client.observer(options);
        Results<List<Integer>> results = new Results<>(observer);
        assertThat(selections).hasValue(1);
        List<Integer> first = results.last().dataOrNull();
        client.invalidate(QueryFilters.all(), RefetchType.NONE);
        assertThat(selections).hasValue(1);
        client.setQueryData(key, 3);
        assertThat(selections).hasValue(2);
        assertThat(results.last().dataOrNull()).isSameAs(first);
        observer.setOptions(options.staleTime(ms(5)));
        assertThat(selections).hasValue(2);
        observer.setOptions(options.select(n -> even.apply(n)));
        assertThat(selections).hasValue(3);
        assertThat(results.last().dataOrNull()).isSameAs(first);
    }

    @Test
    void b36_aPlaceholder_isNotCached() {
        Results<Integer> results = it.observe(options(it.counting(10)).placeholder(70));
        assertThat(show(results.last())).isEqualTo("SUCCESS+FETCHING");
        assertThat(results.last().isPlaceholder()).isTrue();
        assertThat(results.last().dataOrNull()).isEqualTo(70);
        assertThat(client.getQueryData(key)).isEmpty();
        it.pass(10);
        assertThat(results.last().isPlaceholder()).isFalse();
        assertThat(results.last().dataOrNull()).isEqualTo(1);
    }

    @Test
    void b36_thePreviousData_standsIn() {
        QueryObserver<Integer, Integer> observer = client.observer(
                QueryOptions.<Integer>of(ListKey.of(1), it.counting(10)).keepPreviousData());
        Results<Integer> results = new Results<>(observer);
        it.pass(10);
        observer.setOptions(QueryOptions.<Integer>of(
                        ListKey.of(2), context -> Mono.delay(ms(10), it.clock).thenReturn(2))
                .keepPreviousData());
        it.pass(10);
        assertThat(data(results)).containsExactly(null, 1, 1, 2);
        assertThat(shown(results))
                .containsExactly("PENDING+FETCHING", "SUCCESS+IDLE", "SUCCESS+FETCHING", "SUCCESS+IDLE");
        assertThat(results.all.get(2).isPlaceholder()).isTrue();
    }

    @Test
    void b37_initialData_isAdoptedByAFetchThatRuns() {
        it.pass(1_000);
        AtomicInteger calls = new AtomicInteger();
        Function<QueryContext, Mono<Integer>> function = context -> {
            calls.incrementAndGet();
            return Mono.delay(ms(100), it.clock).thenReturn(5);
        };
        run(client.prefetch(options(function)));
        it.pass(50);
        Results<Integer> results = it.observe(options(function).initialData(() -> 70, Instant.ofEpochMilli(10)));
        assertThat(show(results.last())).isEqualTo("SUCCESS+FETCHING");
        assertThat(results.last().dataOrNull()).isEqualTo(70);
        assertThat(results.last().info().dataUpdatedAt()).isEqualTo(Instant.ofEpochMilli(10));
        assertThat(it.state(key).dataUpdateCount()).isZero();
        it.pass(50);
        assertThat(results.last().dataOrNull()).isEqualTo(5);
        assertThat(it.state(key).dataUpdateCount()).isEqualTo(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void b38_theInterval_countsFromTheEndOfAFetch() {
        List<Long> at = new ArrayList<>();
        it.observe(options(context -> {
                    at.add(it.clock.now(TimeUnit.MILLISECONDS));
                    return Mono.delay(ms(80), it.clock).thenReturn(1);
                })
                .refetchInterval(ms(100)));
        it.pass(600);
        assertThat(at).containsExactly(0L, 180L, 360L, 540L);
    }
}
