package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client does, in short. */
class QueryClientTest {
    private final Clients it = new Clients();
    private final ListKey<Integer> key = ListKey.of("key");

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    @Test
    void anObserverFetches_andSeesWhatComes() {
        Calls<Integer> calls = it.counting(10);
        Results<Integer> results = it.observe(QueryOptions.of(key, calls));
        assertThat(results.last().isLoading()).isTrue();
        it.pass(10);
        assertThat(results.all).hasSize(2);
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        assertThat(results.last().isFetching()).isFalse();
    }

    @Test
    void aSynchronousFunction_isShownPendingFirst() {
        Results<Integer> results = it.observe(QueryOptions.of(key, it.counting(-1)));
        assertThat(results.all).hasSize(2);
        assertThat(results.all.get(0).isLoading()).isTrue();
        assertThat(results.all.get(1).isSuccess()).isTrue();
    }

    @Test
    void fetch_givesFreshDataWithoutACall() {
        Calls<Integer> calls = it.counting(-1);
        QueryOptions<Integer, Integer> options = QueryOptions.of(key, calls).staleTime(Duration.ofMillis(100));
        assertThat(it.client.fetch(options).block()).isEqualTo(1);
        it.pass(99);
        assertThat(it.client.fetch(options).block()).isEqualTo(1);
        it.pass(1);
        assertThat(it.client.fetch(options).block()).isEqualTo(2);
    }

    @Test
    void anEntryThatNobodyNeeds_isCollected() {
        it.client
                .fetch(QueryOptions.of(key, it.counting(-1)).gcTime(Duration.ofMillis(10)))
                .block();
        it.pass(9);
        assertThat(it.client.getQueryData(key)).contains(1);
        it.pass(1);
        assertThat(it.client.getQueryState(key)).isEmpty();
        assertThat(it.client.metrics().entries()).isZero();
    }

    @Test
    void attempts_areRepeated() {
        Calls<Integer> calls = it.failing(-1);
        Results<Integer> results = it.observe(QueryOptions.of(key, calls));
        assertThat(calls.count).hasValue(1);
        it.pass(1_000);
        assertThat(calls.count).hasValue(2);
        it.pass(2_000);
        assertThat(calls.count).hasValue(3);
        it.pass(4_000);
        assertThat(calls.count).hasValue(4);
        assertThat(results.last().isError()).isTrue();
        assertThat(results.last().info().failureCount()).isEqualTo(4);
        it.pass(100_000);
        assertThat(calls.count).hasValue(4);
    }

    @Test
    void patches_areLayers() {
        it.client.setQueryData(key, 10);
        Patch a = it.client.patchQueryData(key, n -> n + 1);
        Patch b = it.client.patchQueryData(key, n -> n * 2);
        assertThat(it.client.getQueryData(key)).contains(22);
        a.undo();
        assertThat(it.client.getQueryData(key)).contains(20);
        it.client.setQueryData(key, 100);
        assertThat(it.client.getQueryData(key)).contains(200);
        b.commit();
        assertThat(it.client.getQueryData(key)).contains(200);
        assertThat(it.state(key).pendingPatches()).isZero();
    }

    @Test
    void invalidate_fetchesTheActiveOnes() {
        Calls<Integer> active = it.counting(-1);
        Calls<Integer> other = it.counting(-1);
        ListKey<Integer> otherKey = ListKey.of("other");
        it.observe(QueryOptions.of(key, active).staleTime(StaleTime.NEVER));
        it.client.fetch(QueryOptions.of(otherKey, other)).block();
        it.client.invalidate(QueryFilters.all());
        assertThat(active.count).hasValue(2);
        assertThat(other.count).hasValue(1);
        assertThat(it.state(otherKey).invalidated()).isTrue();
        assertThat(it.state(key).invalidated()).isFalse();
    }

    @Test
    void aClosedClient_says() {
        it.client.close();
        assertThatThrownBy(() -> it.client.setQueryData(key, 1)).hasMessageContaining("is closed");
    }

    // ---- atoms ----

    private final AtomStore store = AtomStore.builder().scheduler(it.clock).build();

    @Test
    void aQueryAtom_followsItsOptions() {
        store.set(QueryClient.CURRENT, it.client);
        PrimitiveAtom<Integer> id = Atom.of(1);
        List<Integer> fetched = new ArrayList<>();
        WritableAtom<QueryResult<Integer>, @Nullable Void> query = QueryAtoms.query(get -> {
            int n = get.get(id);
            return QueryOptions.of(ListKey.<Integer>of("n", n), context -> {
                fetched.add(n);
                return reactor.core.publisher.Mono.just(n * 10);
            });
        });
        assertThat(store.get(query).isPending()).isTrue();
        assertThat(fetched).isEmpty();
        List<QueryResult<Integer>> seen = new ArrayList<>();
        io.atoms.AtomSubscription subscription = store.subscribe(query, result -> {
            seen.add(result);
        });
        assertThat(store.get(query).dataOrNull()).isEqualTo(10);
        assertThat(fetched).containsExactly(1);
        store.set(id, 2);
        assertThat(store.get(query).dataOrNull()).isEqualTo(20);
        store.set(query, null);
        assertThat(fetched).containsExactly(1, 2, 2);
        it.client.setQueryData(ListKey.of("n", 2), 7);
        assertThat(store.get(query).dataOrNull()).isEqualTo(7);
        subscription.dispose();
        it.client.setQueryData(ListKey.of("n", 2), 8);
        assertThat(store.get(query).dataOrNull()).isEqualTo(8);
        assertThat(it.client.metrics().active()).isZero();
    }

    @Test
    void aDataAtom_fetchesWhenRead() {
        store.set(QueryClient.CURRENT, it.client);
        Calls<Integer> calls = it.counting(10);
        AsyncAtom<Integer> data = QueryAtoms.queryData(get -> QueryOptions.of(key, calls));
        assertThat(store.get(data)).isEqualTo(Loadable.loading());
        it.pass(10);
        assertThat(store.get(data)).isEqualTo(Loadable.ready(1));
        it.pass(2_000);
        assertThat(it.client.metrics().active()).isZero();
        assertThat(store.get(data)).isEqualTo(Loadable.ready(1));
        it.client.setQueryData(key, 5);
        assertThat(store.get(data).orElse(0)).isEqualTo(5);
    }
}
