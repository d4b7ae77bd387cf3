package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** staleTime, gcTime, maxAge, staleIfError, timeout and initialData. */
class DataAgeTest extends WithClient {

    @Test
    void staleTime_flipsAtItsEnd_andTellsObservers() {
        Results<Integer> results = it.observe(options(it.counting(-1)).staleTime(ms(100)));
        assertThat(results.last().isStale()).isFalse();
        int told = results.all.size();
        it.pass(99);
        assertThat(results.all).hasSize(told);
        it.pass(1);
        assertThat(results.last().isStale()).isTrue();
        assertThat(results.all).hasSize(told + 1);
    }

    @Test
    void staleTime_mayDependOnTheState() {
        Results<Integer> results = it.observe(options(it.counting(-1))
                .staleTime(state -> state.dataUpdateCount() > 1 ? StaleTime.NEVER : StaleTime.after(ms(10))));
        it.pass(10);
        assertThat(results.last().isStale()).isTrue();
        client.refetch(QueryFilters.all());
        it.pass(100_000);
        assertThat(results.last().isStale()).isFalse();
    }

    @Test
    void neverStale_isStaleWhenInvalidated() {
        Results<Integer> results = it.observe(quiet(it.counting(-1)));
        client.invalidate(QueryFilters.all(), RefetchType.NONE);
        assertThat(results.last().isStale()).isTrue();
        client.setQueryData(key, 4);
        assertThat(results.last().isStale()).isFalse();
    }

    @Test
    void staticData_isNeverStale_butCanBeReset() {
        Calls<Integer> calls = it.counting(-1);
        Results<Integer> results =
                it.observe(options(calls).staleTime(StaleTime.STATIC).refetchInterval(ms(10)));
        client.invalidate(QueryFilters.all());
        it.pass(1_000);
        assertThat(results.last().isStale()).isFalse();
        assertThat(calls.count).hasValue(1);
        client.reset(QueryFilters.all());
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void aDisabledObserver_isNotStale() {
        client.setQueryData(key, 1);
        Results<Integer> results = it.observe(options(it.counting(-1)).enabled(false));
        assertThat(results.last().isStale()).isFalse();
    }

    @Test
    void negativeTimes_areRefused() {
        QueryOptions<Integer, Integer> options = options(it.counting(-1));
        assertThatThrownBy(() -> options.staleTime(ms(-1))).hasMessageContaining("staleTime");
        assertThatThrownBy(() -> options.gcTime(ms(-1))).hasMessageContaining("gcTime");
        assertThatThrownBy(() -> options.maxAge(ms(0))).hasMessageContaining("maxAge");
        assertThatThrownBy(() -> options.staleIfError(ms(-1))).hasMessageContaining("staleIfError");
        assertThatThrownBy(() -> options.timeout(ms(0))).hasMessageContaining("timeout");
        assertThatThrownBy(() -> options.refetchInterval(ms(0))).hasMessageContaining("refetchInterval");
        assertThatThrownBy(() -> options.refetchJitter(1.5)).hasMessageContaining("refetchJitter");
        assertThatThrownBy(() -> options.refetchJitter(Double.NaN)).hasMessageContaining("refetchJitter");
        assertThatThrownBy(() -> RetryPolicy.times(-1)).hasMessageContaining("retries");
    }

    // ---- gcTime ----

    @Test
    void gcTime_countsFromTheLastObserver_andFromTheEndOfAFetch() {
        Results<Integer> results = it.observe(quiet(it.counting(50)).gcTime(ms(100)));
        it.pass(10);
        results.observer.dispose(); // the fetch goes on
        it.pass(139);
        assertThat(client.getQueryData(key)).contains(1);
        it.pass(1);
        assertThat(client.getQueryState(key)).isEmpty();
    }

    @Test
    void gcTime_canBeForEver() {
        run(client.fetch(options(it.counting(-1)).gcTime(QueryDefaults.FOREVER)));
        it.clock.advanceTimeBy(Duration.ofDays(1_000));
        assertThat(client.getQueryData(key)).contains(1);
    }

    @Test
    void gcTime_isFiveMinutes() {
        client.setQueryData(key, 1);
        it.clock.advanceTimeBy(Duration.ofMinutes(5).minusMillis(1));
        assertThat(client.getQueryData(key)).contains(1);
        it.pass(1);
        assertThat(client.getQueryState(key)).isEmpty();
    }

    @Test
    void anEntryThatCannotBeFetched_isCollectedToo() {
        Outcome<Integer> outcome = run(client.fetch(QueryOptions.cached(key).gcTime(ms(10))));
        assertThat(outcome.errors).singleElement().asString().contains("no function to fetch it");
        it.clock.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(client.metrics().entries()).isZero();
    }

    @Test
    void aPatch_keepsAnEntry() {
        client.setQueryData(key, 1);
        Patch patch = client.patchQueryData(key, n -> n + 1);
        it.clock.advanceTimeBy(Duration.ofMinutes(50));
        assertThat(client.getQueryData(key)).contains(2);
        patch.undo();
        it.clock.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(client.getQueryState(key)).isEmpty();
    }

    // ---- maxAge ----

    @Test
    void maxAge_hidesOldData_alsoWhileItIsFetchedAgain() {
        Results<Integer> results =
                it.observe(quiet(it.counting(10)).maxAge(ms(100)).gcTime(ms(1_000)));
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        it.pass(99);
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        it.pass(1);
        assertThat(results.last().isPending()).isTrue();
        results.observer.dispose();
        Results<Integer> later = it.observe(quiet(it.counting(10)).maxAge(ms(100)));
        assertThat(show(later.last())).isEqualTo("PENDING+FETCHING");
        it.pass(10);
        assertThat(later.last().isSuccess()).isTrue();
    }

    @Test
    void maxAge_alsoHoldsForCallers() {
        QueryOptions<Integer, Integer> options = quiet(it.counting(-1)).maxAge(ms(100));
        run(client.fetch(options));
        it.pass(100);
        assertThat(run(client.fetch(options)).values).containsExactly(2);
        it.pass(100);
        Calls<Integer> failing = it.failing(-1);
        assertThat(run(client.ensure(quiet(failing).maxAge(ms(100)), false)).errors)
                .hasSize(1);
        assertThat(run(client.fetch(quiet(failing).maxAge(ms(100)).staleIfError(ms(9_999)))).errors)
                .hasSize(1);
    }

    @Test
    void maxAge_isNotCircumventedByThePreviousData() {
        Results<Integer> results =
                it.observe(quiet(it.counting(10)).maxAge(ms(100)).keepPreviousData());
        it.pass(110);
        assertThat(results.last().isPending()).isTrue();
    }

    // ---- staleIfError ----

    @Test
    void staleIfError_givesDataOfACertainAge() {
        client.setQueryData(key, 7);
        QueryOptions<Integer, Integer> options =
                options(it.failing(-1)).staleTime(ms(10)).staleIfError(ms(50));
        it.pass(60);
        assertThat(run(client.fetch(options)).values).containsExactly(7);
        it.pass(1);
        assertThat(run(client.fetch(options)).errors).hasSize(1);
    }

    @Test
    void server_hasItsOwnDefaults() {
        try (Clients server = new Clients(builder -> builder.defaults(QueryDefaults.server()))) {
            server.client.setQueryData(key, 7);
            server.pass(60_000);
            assertThat(server.client.fetch(options(server.failing(-1))).block()).isEqualTo(7);
            Calls<Integer> failing = server.failing(-1);
            server.observe(QueryOptions.of(ListKey.of("other"), failing));
            server.pass(1_000_000);
            server.focus.setFocused(false);
            server.focus.setFocused(true);
            server.online.setOnline(false);
            server.online.setOnline(true);
            assertThat(failing.count).hasValue(1);
        }
    }

    // ---- timeout ----

    @Test
    void timeout_endsEachAttempt() {
        Calls<Integer> calls = it.counting(100);
        Results<Integer> results = it.observe(
                options(calls).timeout(ms(30)).retry(RetryPolicy.times(1).delay(ms(10))));
        it.pass(30);
        assertThat(results.last().info().failureReason()).isInstanceOf(TimeoutException.class);
        assertThat(calls.cancelled).hasValue(1);
        it.pass(10);
        assertThat(calls.count).hasValue(2);
        it.pass(30);
        assertThat(results.last().errorOrNull()).isInstanceOf(TimeoutException.class);
    }

    // ---- initialData ----

    @Test
    void initialData_isFreshFromNow_orFromItsTime() {
        it.pass(1_000);
        Calls<Integer> calls = it.counting(-1);
        it.observe(options(calls).initialData(7).staleTime(ms(100)));
        assertThat(calls.count).hasValue(0);
        assertThat(it.state(key).dataUpdateCount()).isZero();
        ListKey<Integer> old = ListKey.of("old");
        Results<Integer> results = it.observe(QueryOptions.of(old, it.counting(10))
                .initialData(() -> 7, Instant.ofEpochMilli(900))
                .staleTime(ms(100)));
        assertThat(show(results.last())).isEqualTo("SUCCESS+FETCHING");
        assertThat(results.last().info().fetched()).isFalse();
    }

    @Test
    void initialData_isAskedOnlyIfThereIsNoData() {
        AtomicInteger asked = new AtomicInteger();
        QueryOptions<Integer, Integer> options = quiet(it.counting(-1))
                .initialData(asked::incrementAndGet, Instant.EPOCH)
                .staleTime(ms(100));
        client.setQueryData(key, 9);
        it.observe(options);
        assertThat(run(client.fetch(options)).values).containsExactly(9);
        assertThat(asked).hasValue(0);
    }

    @Test
    void initialData_isGivenByFetch_ifItIsFresh() {
        Calls<Integer> calls = it.counting(-1);
        QueryOptions<Integer, Integer> options =
                options(calls).initialData(7).staleTime(ms(100)).gcTime(ms(500));
        assertThat(run(client.fetch(options)).values).containsExactly(7);
        assertThat(calls.count).hasValue(0);
        it.pass(500);
        assertThat(client.metrics().entries()).isZero();
    }

    @Test
    void initialData_staysWhenTheFetchIsCancelled() {
        run(client.fetch(options(it.counting(100))));
        it.observe(options(it.counting(100)).initialData(7));
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+FETCHING");
        client.cancel(QueryFilters.all());
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
        assertThat(client.getQueryData(key)).contains(7);
    }

    // ---- placeholder ----

    @Test
    void aPlaceholder_goesThroughSelect() {
        Results<String> results =
                it.observe(options(it.counting(10)).placeholder(7).select(n -> "n" + n));
        assertThat(results.last().dataOrNull()).isEqualTo("n7");
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo("n1");
    }

    @Test
    void keepPreviousData_goesOverSeveralKeys() {
        QueryObserver<Integer, Integer> observer = client.observer(numbered(1));
        Results<Integer> results = new Results<>(observer);
        it.pass(10);
        observer.setOptions(numbered(2));
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        observer.setOptions(numbered(3));
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        assertThat(results.last().isPlaceholder()).isTrue();
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(3);
        assertThat(results.last().isPlaceholder()).isFalse();
    }

    private QueryOptions<Integer, Integer> numbered(int n) {
        return QueryOptions.<Integer>of(
                        ListKey.of(n), context -> Mono.delay(ms(10), it.clock).thenReturn(n))
                .keepPreviousData();
    }

    @Test
    void keepPreviousData_doesNotBringBackWhatWasRemoved() {
        Results<Integer> results = it.observe(quiet(it.counting(10)).keepPreviousData());
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        client.clear();
        assertThat(results.last().dataOrNull()).isNull();
        assertThat(results.last().isPending()).isTrue();
    }
}
