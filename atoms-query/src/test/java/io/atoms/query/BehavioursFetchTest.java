package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.CacheEvent.Action;
import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Part 4 of the specification: fetching, and how long data is fresh. */
class BehavioursFetchTest extends WithClient {

    @Test
    void b01_anObserver_isPendingFirst_evenForASynchronousMono() {
        Calls<Integer> calls = it.counting(-1);
        QueryObserver<Integer, Integer> observer = client.observer(options(calls));
        assertThat(show(observer.currentResult())).isEqualTo("PENDING+IDLE");
        assertThat(calls.count).hasValue(0);
        Results<Integer> results = new Results<>(observer);
        assertThat(calls.count).hasValue(1);
        assertThat(shown(results)).containsExactly("PENDING+FETCHING", "SUCCESS+IDLE");
    }

    @Test
    void b02_threeFetches_areOne() {
        Calls<Integer> calls = it.counting(10);
        Outcome<Integer> first = run(client.fetch(options(calls)));
        Outcome<Integer> second = run(client.fetch(options(calls)));
        Outcome<Integer> third = run(client.fetch(options(calls)));
        it.pass(10);
        assertThat(calls.count).hasValue(1);
        assertThat(first.values).containsExactly(1);
        assertThat(second.values).containsExactly(1);
        assertThat(third.values).containsExactly(1);
        assertThat(actions()).containsExactly(Action.FETCH, Action.SUCCESS);
    }

    private List<Action> actions() {
        return it.events.stream()
                .filter(CacheEvent.Updated.class::isInstance)
                .map(each -> ((CacheEvent.Updated) each).action())
                .toList();
    }

    @Test
    void b03_switchingKeys_givesFourResults() {
        QueryOptions<Integer, Integer> one = QueryOptions.of(ListKey.of(1), context -> Mono.just(1));
        QueryOptions<Integer, Integer> two = QueryOptions.of(ListKey.of(2), context -> Mono.just(2));
        QueryObserver<Integer, Integer> observer = client.observer(one);
        Results<Integer> results = new Results<>(observer);
        observer.setOptions(two);
        assertThat(data(results)).containsExactly(null, 1, null, 2);
        assertThat(shown(results))
                .containsExactly("PENDING+FETCHING", "SUCCESS+IDLE", "PENDING+FETCHING", "SUCCESS+IDLE");
    }

    @Test
    void b04_anErrorStays_whileItIsFetchedAgain() {
        Calls<Integer> calls =
                it.new Calls<>(10, n -> n == 2 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        Results<Integer> results = it.observe(options(calls).retry(0));
        it.pass(10);
        client.refetch(QueryFilters.all());
        it.pass(10);
        assertThat(show(results.last())).isEqualTo("ERROR+IDLE");
        client.refetch(QueryFilters.all());
        assertThat(show(it.state(key))).isEqualTo("ERROR+FETCHING");
        assertThat(show(results.last())).isEqualTo("ERROR+FETCHING");
        it.pass(10);
        assertThat(show(results.last())).isEqualTo("SUCCESS+IDLE");
        assertThat(results.last().dataOrNull()).isEqualTo(3);
    }

    @Test
    void b05_anEmptyResult_isAnError() {
        Calls<Integer> calls = it.new Calls<>(-1, n -> Mono.empty());
        Results<Integer> results = it.observe(options(calls));
        assertThat(show(results.last())).isEqualTo("ERROR+IDLE");
        assertThat(results.last().errorOrNull()).isInstanceOf(EmptyQueryException.class);
        it.pass(100_000);
        assertThat(calls.count).hasValue(1); // it is not tried again
    }

    @Test
    void b06_aDisabledObserver_seesWhatOthersFetch() {
        Results<Integer> results = it.observe(QueryOptions.cached(key).enabled(false));
        it.pass(10);
        assertThat(results.all).isEmpty();
        run(client.fetch(options(it.counting(10))));
        it.pass(10);
        assertThat(shown(results)).containsExactly("PENDING+FETCHING", "SUCCESS+IDLE");
    }

    @Test
    void b07_isFetching_counts() {
        run(client.fetch(QueryOptions.of(ListKey.of(1), it.counting(10))));
        run(client.fetch(QueryOptions.of(ListKey.of(2), it.counting(5))));
        assertThat(client.isFetching(QueryFilters.all())).isEqualTo(2);
        it.pass(5);
        assertThat(client.isFetching(QueryFilters.all())).isEqualTo(1);
        it.pass(5);
        assertThat(client.isFetching(QueryFilters.all())).isZero();
    }

    @Test
    void b08_freshDataIsGiven_staleDataIsFetched() {
        Calls<Integer> calls = it.counting(-1);
        client.setQueryData(key, 0);
        assertThat(run(client.fetch(options(calls).staleTime(ms(100)))).values).containsExactly(0);
        assertThat(calls.count).hasValue(0);
        it.pass(10);
        QueryOptions<Integer, Integer> ten = options(calls).staleTime(ms(10));
        assertThat(run(client.fetch(ten)).values).containsExactly(1);
        assertThat(run(client.fetch(ten)).values).containsExactly(1);
        it.pass(10);
        assertThat(run(client.fetch(ten)).values).containsExactly(2);
    }

    @Test
    void b09_staticData_staysWhatever() {
        Calls<Integer> calls = it.counting(-1);
        QueryOptions<Integer, Integer> options = options(calls).staleTime(StaleTime.STATIC);
        Integer first = client.fetch(options).block();
        client.invalidate(QueryFilters.all());
        assertThat(client.fetch(options).block()).isSameAs(first);
        client.refetch(QueryFilters.all());
        client.invalidate(QueryFilters.all(), RefetchType.ALL);
        it.observe(options);
        client.refetch(QueryFilters.all());
        client.invalidate(QueryFilters.all(), RefetchType.ALL);
        assertThat(calls.count).hasValue(1);
        assertThat(client.getQueryData(key)).containsSame(first);
    }

    @Test
    void b10_staticData_isNotFetchedOnMount() {
        Calls<Integer> calls = it.counting(-1);
        client.setQueryData(key, 7);
        it.observe(options(calls)
                .staleTime(StaleTime.STATIC)
                .refetchOnMount(RefetchOn.ALWAYS)
                .refetchOnFocus(RefetchOn.ALWAYS)
                .refetchOnReconnect(RefetchOn.ALWAYS));
        it.focus.setFocused(false);
        it.focus.setFocused(true);
        it.online.setOnline(false);
        it.online.setOnline(true);
        assertThat(calls.count).hasValue(0);
    }

    @Test
    void b11_fetch_triesOnce() {
        Calls<Integer> calls = it.failing(-1);
        Outcome<Integer> outcome = run(client.fetch(options(calls)));
        it.pass(100_000);
        assertThat(outcome.errors).singleElement().isInstanceOf(IllegalArgumentException.class);
        assertThat(calls.count).hasValue(1);
    }

    @Test
    void b12_fetch_ignoresEnabled_andSelects() {
        Outcome<String> outcome =
                run(client.fetch(options(it.counting(-1)).enabled(false).select(n -> "selected " + n)));
        assertThat(outcome.values).containsExactly("selected 1");
    }
}
