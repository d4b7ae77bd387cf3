package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Part 4 of the specification: operations on many queries. */
class BehavioursOperationsTest extends WithClient {
    private final ListKey<Integer> other = ListKey.of("other");

    @Test
    void b28_invalidate_fetchesTheActiveOnes() {
        assertThat(callsAfterInvalidating(QueryFilters.exact(key), RefetchType.ACTIVE))
                .containsExactly(2, 1);
    }

    @Test
    void b28_invalidate_fetchesNone() {
        assertThat(callsAfterInvalidating(QueryFilters.all(), RefetchType.NONE)).containsExactly(1, 1);
    }

    @Test
    void b28_invalidate_fetchesAll() {
        assertThat(callsAfterInvalidating(QueryFilters.all(), RefetchType.ALL)).containsExactly(2, 2);
    }

    @Test
    void b28_invalidate_fetchesTheInactiveOnes() {
        assertThat(callsAfterInvalidating(QueryFilters.all(), RefetchType.INACTIVE))
                .containsExactly(1, 2);
    }

    private int[] callsAfterInvalidating(QueryFilters filters, RefetchType type) {
        Calls<Integer> active = it.counting(-1);
        Calls<Integer> inactive = it.counting(-1);
        it.observe(options(active).staleTime(StaleTime.NEVER));
        run(client.fetch(QueryOptions.of(other, inactive)));
        client.invalidate(filters, type);
        return new int[] {active.count.get(), inactive.count.get()};
    }

    @Test
    void b29_refetch_beginsARunningFetchAnew() {
        int[] counts = refetchDuringRefetch(true);
        assertThat(counts).containsExactly(1, 2);
    }

    @Test
    void b29_refetch_joinsARunningFetch() {
        int[] counts = refetchDuringRefetch(false);
        assertThat(counts).containsExactly(0, 1);
    }

    private int[] refetchDuringRefetch(boolean cancelRefetch) {
        AtomicInteger aborted = new AtomicInteger();
        Calls<Integer> calls = it.counting(10);
        client.setQueryData(key, 7);
        it.observe(options(context -> {
            context.signal().onCancel(aborted::incrementAndGet);
            return calls.apply(context);
        }));
        it.pass(5);
        Outcome<Void> done = run(client.refetch(QueryFilters.all(), cancelRefetch));
        it.pass(10);
        assertThat(done.ended).isTrue();
        assertThat(calls.cancelled).hasValue(aborted.get());
        return new int[] {aborted.get(), calls.count.get()};
    }

    @Test
    void b30_reset_returnsToTheInitialData() {
        Calls<Integer> calls = it.counting(10);
        Results<Integer> results = it.observe(options(calls).initialData(70));
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        client.reset(QueryFilters.all());
        assertThat(results.last().dataOrNull()).isEqualTo(70);
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(2);
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void b30_reset_doesNotFetchWhatIsDisabled() {
        Calls<Integer> calls = it.counting(10);
        it.observe(options(calls).enabled(false));
        client.setQueryData(key, 5);
        client.reset(QueryFilters.all());
        it.pass(10);
        assertThat(client.getQueryData(key)).isEmpty();
        assertThat(calls.count).hasValue(0);
    }

    @Test
    void b31_reset_fetchesWhatMatchedBefore() {
        Calls<Integer> calls = it.failing(-1);
        it.observe(options(calls).retry(0));
        client.reset(QueryFilters.all().where(query -> query.state().status() == QueryStatus.ERROR));
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void b32_filters() {
        ListKey<Integer> a1 = ListKey.of("a", 1);
        ListKey<Integer> b = ListKey.of("b");
        client.setQueryData(a1, 1);
        client.setQueryData(b, 2);
        client.setQueryData(ListKey.of("a"), 3);
        assertThat(client.keys(QueryFilters.prefix("a"))).containsExactlyInAnyOrder(a1, ListKey.of("a"));
        assertThat(client.keys(QueryFilters.exact(ListKey.of("a")))).containsExactly(ListKey.of("a"));
        it.observe(QueryOptions.of(a1, context -> Mono.just(5)).staleTime(StaleTime.NEVER));
        QueryFilters active = QueryFilters.prefix("a").active(true);
        assertThat(client.keys(active)).containsExactly(a1);
        assertThat(client.keys(active.stale(false))).containsExactly(a1);
        assertThat(client.keys(active.stale(true))).isEmpty();
        assertThat(client.keys(active.fetchStatus(FetchStatus.FETCHING))).isEmpty();
        assertThat(client.keys(QueryFilters.all().active(false).stale(true).fetchStatus(FetchStatus.IDLE)))
                .containsExactlyInAnyOrder(b, ListKey.of("a"));
        assertThat(client.keys(QueryFilters.all()
                        .active(false)
                        .where(query -> query.state().data().equals(2))))
                .containsExactly(b);
    }

    @Test
    void b33_anUpdateToNothing_makesNoEntry() {
        assertThat(client.<Integer>updateQueryData(key, before -> before)).isEmpty();
        assertThat(client.keys(QueryFilters.all())).isEmpty();
        assertThat(it.events).isEmpty();
    }

    @Test
    void b34_setQueryData_letsAFetchRun() {
        run(client.fetch(options(it.counting(10))));
        client.setQueryData(key, 7);
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+FETCHING");
        assertThat(client.getQueryData(key)).contains(7);
        it.pass(10);
        assertThat(client.getQueryData(key)).contains(1);
        int set = client.<Integer>updateQueriesData(QueryFilters.exact(other), n -> 9);
        assertThat(set).isZero();
        assertThat(client.getQueryState(other)).isEmpty();
    }
}
