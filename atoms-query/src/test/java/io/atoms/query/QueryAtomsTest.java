package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import io.atoms.query.Clients.Calls;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Query atoms, and the faults of others that must not come back. */
class QueryAtomsTest extends WithClient {
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomStore store = newStore();

    private AtomStore newStore() {
        AtomStore made = AtomStore.builder()
                .scheduler(it.clock)
                .observer(new StoreObserver() {
                    @Override
                    public void committed(ChangeSet changes) {
                        if (changes.changes().stream()
                                .anyMatch(each -> each.atom().name().equals("query.seen"))) {
                            commits.incrementAndGet(); // others are of the revision, for atoms that are not observed
                        }
                    }
                })
                .build();
        made.set(QueryClient.CURRENT, client);
        return made;
    }

    private WritableAtom<QueryResult<Integer>, @Nullable Void> query(QueryOptions<Integer, Integer> options) {
        return QueryAtoms.query(get -> options);
    }

    private AtomSubscription subscribe(Atom<?> atom) {
        return store.subscribe(atom, value -> {});
    }

    // ---- faults that must not come back ----

    @Test
    void anErroredQuery_isNotStuck_whenReadUnobserved() {
        Calls<Integer> calls =
                it.new Calls<>(-1, n -> n == 1 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        QueryOptions<Integer, Integer> options = options(calls).retry(0);
        WritableAtom<QueryResult<Integer>, @Nullable Void> query = query(options);
        subscribe(query).dispose();
        assertThat(store.get(query).isError()).isTrue();
        client.prefetch(options).subscribe();
        assertThat(store.get(query).dataOrNull()).isEqualTo(2);
    }

    @Test
    void anErroredDataAtom_isNotStuck_whenReadUnobserved() {
        Calls<Integer> calls =
                it.new Calls<>(-1, n -> n == 1 ? Mono.error(new IllegalStateException("no")) : Mono.just(n));
        QueryOptions<Integer, Integer> options = options(calls).retry(0).staleTime(ms(10_000));
        AsyncAtom<Integer> data = QueryAtoms.queryData(get -> options);
        assertThat(store.get(data).isFailed()).isTrue();
        client.prefetch(options).subscribe();
        it.pass(2_000);
        assertThat(store.get(data).orElse(0)).isEqualTo(2);
    }

    @Test
    void aDerivedAtomThatHandlesTheError_doesNotLoop() {
        Calls<Integer> calls = it.failing(-1);
        AsyncAtom<Integer> data = QueryAtoms.queryData(get -> options(calls).retry(0));
        AtomicInteger reads = new AtomicInteger();
        Atom<String> shown = Atom.derived(get -> {
            reads.incrementAndGet();
            return get.get(data).isFailed() ? "failed" : "fine";
        });
        subscribe(shown);
        it.pass(100_000);
        assertThat(store.get(shown)).isEqualTo("failed");
        assertThat(calls.count).hasValue(1);
        assertThat(reads.get()).isLessThan(10);
        WritableAtom<QueryResult<Integer>, @Nullable Void> query =
                query(options(calls).retry(0));
        Atom<Boolean> failed = Atom.map(query, QueryResult::isError);
        subscribe(failed);
        it.pass(100_000);
        assertThat(store.get(failed)).isTrue();
        assertThat(calls.count.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void unmounting_fetchesNothing_andTouchesNobodyElse() {
        Calls<Integer> calls = it.counting(-1);
        WritableAtom<QueryResult<Integer>, @Nullable Void> one =
                query(options(calls).staleTime(ms(1_000)));
        AsyncAtom<Integer> two = QueryAtoms.queryData(get -> options(calls).staleTime(ms(1_000)));
        Atom<List<QueryResult<Integer>>> three =
                QueryAtoms.queries(get -> List.of(options(calls).staleTime(ms(1_000))));
        AtomSubscription first = subscribe(one);
        AtomSubscription second = subscribe(two);
        AtomSubscription third = subscribe(three);
        Clients.Results<Integer> other = it.observe(options(calls).staleTime(ms(1_000)));
        first.dispose();
        second.dispose();
        third.dispose();
        it.pass(100);
        assertThat(calls.count).hasValue(1);
        assertThat(other.last().dataOrNull()).isEqualTo(1);
        assertThat(other.all).isEmpty();
        assertThat(client.metrics().active()).isEqualTo(1);
    }

    @Test
    void remounting_showsTheNewest_andFetchesOnce() {
        Calls<Integer> calls = it.counting(10);
        WritableAtom<QueryResult<Integer>, @Nullable Void> query = query(options(calls));
        AsyncAtom<Integer> data = QueryAtoms.queryData(get -> options(calls));
        subscribe(query).dispose();
        it.pass(10);
        client.setQueryData(key, 50);
        assertThat(store.get(query).dataOrNull()).isEqualTo(50);
        List<Integer> seen = new ArrayList<>();
        store.subscribe(query, result -> seen.add(result.dataOrNull()));
        subscribe(data);
        assertThat(store.get(query).dataOrNull()).isEqualTo(50);
        assertThat(store.get(query).isFetching()).isTrue();
        assertThat(store.get(data).orElse(0)).isEqualTo(50);
        it.pass(10);
        assertThat(calls.count).hasValue(2);
        assertThat(store.get(query).dataOrNull()).isEqualTo(2);
        assertThat(store.get(data).orElse(0)).isEqualTo(2);
        assertThat(seen).doesNotContain(1);
    }

    @Test
    void onlyReading_fetchesNothing() {
        Calls<Integer> calls = it.counting(-1);
        assertThat(store.get(query(options(calls))).isPending()).isTrue();
        assertThat(store.get(QueryAtoms.queries(get -> List.of(options(calls)))))
                .hasSize(1);
        assertThat(calls.count).hasValue(0);
        assertThat(client.metrics().entries()).isZero();
    }

    @Test
    void stores_haveClientsOfTheirOwn_thatCloseWithThem() {
        AtomStore a = AtomStore.builder().scheduler(it.clock).build();
        AtomStore b = AtomStore.builder().scheduler(it.clock).build();
        QueryClient ofA = QueryClient.of(a);
        QueryClient ofB = QueryClient.of(b);
        assertThat(ofA).isNotSameAs(ofB).isSameAs(a.get(QueryClient.CURRENT));
        ofA.setQueryData(key, 1);
        assertThat(ofB.getQueryData(key)).isEmpty();
        a.close();
        assertThat(ofA.isClosed()).isTrue();
        assertThat(ofB.isClosed()).isFalse();
        AtomSubscription subscription = b.subscribe(query(options(it.counting(-1))), result -> {});
        b.close();
        assertThat(ofB.isClosed()).isTrue();
        subscription.dispose();
        store.close();
        assertThat(client.isClosed()).isFalse(); // who made it closes it
    }

    // ---- commits ----

    @Test
    void anOperation_isOneCommit_howeverManyQueriesItChanges() {
        List<Atom<?>> atoms = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ListKey<Integer> one = ListKey.of("n", i);
            client.setQueryData(one, i);
            Atom<QueryResult<Integer>> atom = QueryAtoms.query(
                    get -> QueryOptions.of(one, it.counting(-1)).staleTime(StaleTime.NEVER));
            atoms.add(atom);
            subscribe(atom);
        }
        commits.set(0);
        client.<Integer>updateQueriesData(QueryFilters.prefix("n"), n -> n + 100);
        assertThat(commits).hasValue(1);
        client.invalidate(QueryFilters.all(), RefetchType.NONE);
        assertThat(commits).hasValue(2);
        client.invalidate(QueryFilters.all());
        assertThat(commits).hasValue(3);
        client.reset(QueryFilters.all());
        assertThat(commits).hasValue(4);
        client.clear();
        assertThat(commits).hasValue(5);
        assertThat(atoms).hasSize(50);
    }

    @Test
    void twoAtomsOfOneQuery_neverDiffer() {
        Atom<QueryResult<Integer>> one = query(quiet(it.counting(-1)));
        Atom<QueryResult<Integer>> two = query(quiet(it.counting(-1)));
        Atom<String> both = Atom.combine(one, two, (a, b) -> a.dataOrNull() + "/" + b.dataOrNull());
        List<String> seen = new ArrayList<>();
        store.subscribe(both, value -> seen.add(value));
        for (int i = 10; i < 30; i++) {
            client.setQueryData(key, i);
        }
        client.patchQueryData(key, n -> -n).undo();
        assertThat(seen).isNotEmpty().allMatch(each -> {
            String[] parts = each.split("/");
            return parts[0].equals(parts[1]);
        });
        assertThat(store.get(both)).isEqualTo("29/29");
    }

    @Test
    void anOperationInATransactionThatIsRolledBack_isShownAfterwards() {
        Atom<QueryResult<Integer>> query = query(quiet(it.counting(-1)));
        PrimitiveAtom<Integer> number = Atom.of(0);
        subscribe(query);
        assertThatThrownBy(() -> store.transaction(set -> {
                    set.set(number, 5);
                    client.setQueryData(key, 70);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        it.pass(1);
        assertThat(store.get(number)).isZero();
        assertThat(client.getQueryData(key)).contains(70);
        assertThat(store.get(query).dataOrNull()).isEqualTo(70);
    }

    @Test
    void anOperationInATransaction_isShownAfterItsCommit() {
        Atom<QueryResult<Integer>> query = query(quiet(it.counting(-1)));
        subscribe(query);
        store.transaction(set -> client.setQueryData(key, 70));
        assertThat(store.get(query).dataOrNull()).isEqualTo(70);
    }

    @Test
    void aListenerOfTheStoreThatThrows_doesNotStopTheCache() {
        Atom<QueryResult<Integer>> query = query(options(it.counting(10)));
        boolean[] hostile = {false};
        store.subscribe(query, result -> {
            if (hostile[0]) {
                throw new IllegalStateException("listener");
            }
        });
        hostile[0] = true;
        it.pass(10);
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
        client.refetch(QueryFilters.all());
        it.pass(10);
        assertThat(store.get(query).dataOrNull()).isEqualTo(2);
        it.problems.removeIf(each -> each.getMessage().equals("listener"));
    }

    // ---- several ----

    @Test
    void queries_changeInNumberAndOrder_withoutFetchingAgain() {
        PrimitiveAtom<List<Integer>> ids = Atom.of(List.of(1, 2));
        List<Integer> fetched = new ArrayList<>();
        Atom<Integer> sum = QueryAtoms.queries(
                get -> get.get(ids).stream()
                        .map(id -> QueryOptions.<Integer>of(ListKey.of(id), context -> {
                                    fetched.add(id);
                                    return Mono.just(id * 10);
                                })
                                .staleTime(ms(1_000)))
                        .toList(),
                results -> results.stream()
                        .mapToInt(each -> each.isSuccess() ? each.dataOrNull() : 0)
                        .sum());
        subscribe(sum);
        assertThat(store.get(sum)).isEqualTo(30);
        store.set(ids, List.of(2, 1));
        assertThat(fetched).containsExactly(1, 2);
        store.set(ids, List.of(2, 1, 3, 3));
        assertThat(store.get(sum)).isEqualTo(90);
        assertThat(fetched).containsExactly(1, 2, 3);
        store.set(ids, List.of());
        assertThat(store.get(sum)).isZero();
        assertThat(client.metrics().active()).isZero();
    }

    @Test
    void anotherClient_isFollowed() {
        Atom<QueryResult<Integer>> query = query(quiet(it.counting(-1)));
        subscribe(query);
        assertThat(store.get(query).dataOrNull()).isEqualTo(1);
        try (Clients other = new Clients()) {
            other.client.setQueryData(key, 99);
            store.set(QueryClient.CURRENT, other.client);
            assertThat(store.get(query).dataOrNull()).isEqualTo(99);
            assertThat(client.metrics().active()).isZero();
            assertThat(other.client.metrics().active()).isEqualTo(1);
            store.set(QueryClient.CURRENT, client);
        }
    }

    @Test
    void isFetching_counts() {
        Atom<Integer> fetching = QueryAtoms.isFetching(QueryFilters.all());
        List<Integer> seen = new ArrayList<>();
        store.subscribe(fetching, value -> seen.add(value));
        client.prefetch(options(it.counting(10))).subscribe();
        assertThat(store.get(fetching)).isEqualTo(1);
        it.pass(10);
        assertThat(store.get(fetching)).isZero();
        assertThat(seen).containsExactly(1, 0);
    }

    // ---- memory ----

    @Test
    void aStoreThatNobodyRefersTo_isCollected_thoughTheClientLives() {
        WeakReference<AtomStore> reference = new WeakReference<>(usedStore());
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
            it.pass(1_000);
        }
        assertThat(reference.get()).isNull();
        client.setQueryData(key, 5);
    }

    private AtomStore usedStore() {
        AtomStore used = AtomStore.create();
        used.set(QueryClient.CURRENT, client);
        used.get(query(options(it.counting(-1))));
        used.subscribe(query(options(it.counting(-1))), result -> {}).dispose();
        return used;
    }
}
