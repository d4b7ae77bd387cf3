package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.WritableAtom;
import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Rows of docs/reference/tanstack-query.md that no other test shows. */
class TanstackTableFeaturesTest extends WithClient {

    @Nested
    class Options {

        @Test
        void aPolicyDecides_fromTheNumberAndTheError() {
            List<String> asked = new ArrayList<>();
            Calls<Integer> calls = it.failing(-1);
            RetryPolicy policy = new RetryPolicy(
                    (failures, error) -> {
                        asked.add(failures + " " + error.getMessage());
                        return failures < 2;
                    },
                    (failures, error) -> ms(10 * (failures + 1)),
                    0);
            it.observe(options(calls).retry(policy));
            it.pass(9);
            assertThat(calls.count).hasValue(1);
            it.pass(1);
            assertThat(calls.count).hasValue(2);
            it.pass(20);
            assertThat(calls.count).hasValue(3);
            assertThat(asked).containsExactly("0 attempt 1", "1 attempt 2", "2 attempt 3");
        }

        @Test
        void eachObserver_hasItsInterval() {
            Calls<Integer> calls = it.counting(-1);
            it.observe(options(calls).refetchInterval(ms(1_000)));
            it.observe(options(calls).refetchOnMount(RefetchOn.NEVER).refetchInterval(ms(100)));
            it.pass(100);
            assertThat(calls.count).hasValue(2);
        }
    }

    @Nested
    class ResultFields {

        @Test
        void tellLoadingFromFetchingAgain_andTheErrorsOfBoth() {
            AtomicReference<Mono<Integer>> answer = new AtomicReference<>(Mono.error(new IllegalStateException("no")));
            Calls<Integer> calls = it.new Calls<>(10, call -> answer.get());
            Results<Integer> results = it.observe(options(calls).retry(0));
            assertThat(results.last().isLoading()).isTrue();
            assertThat(results.last().isRefetching()).isFalse();
            it.pass(10);
            assertThat(results.last().isLoadingError()).isTrue();
            assertThat(results.last().isRefetchError()).isFalse();

            answer.set(Mono.just(5));
            client.refetch(QueryFilters.all());
            it.pass(10);
            assertThat(results.last().isSuccess()).isTrue();
            assertThat(results.last().errorOrNull()).isNull();

            answer.set(Mono.error(new IllegalStateException("no more")));
            client.refetch(QueryFilters.all());
            assertThat(results.last().isLoading()).isFalse();
            assertThat(results.last().isRefetching()).isTrue();
            it.pass(10);
            assertThat(results.last().isRefetchError()).isTrue();
            assertThat(results.last().dataOrNull()).isEqualTo(5);
            assertThat(it.state(key).invalidated()).isTrue();
        }

        @Test
        void tellTimesAndCounts() {
            Calls<Integer> calls = it
            .new Calls<>(10, call -> call == 1 ? Mono.error(new IllegalStateException("no")) : Mono.just(call));
            Results<Integer> results =
                    it.observe(options(calls).retry(RetryPolicy.times(1).delay(ms(5))));
            assertThat(results.last().info().dataUpdatedAt()).isNull();
            assertThat(results.last().info().fetched()).isFalse();
            it.pass(10);
            assertThat(results.last().info().failureCount()).isEqualTo(1);
            assertThat(results.last().info().failureReason()).hasMessage("no");
            assertThat(results.last().isPending()).isTrue();
            it.pass(15);
            ResultInfo info = results.last().info();
            assertThat(info.dataUpdatedAt()).isEqualTo(Instant.ofEpochMilli(25));
            assertThat(info.failureCount()).isZero();
            assertThat(info.errorUpdatedAt()).isNull();
            assertThat(info.errorUpdateCount()).isZero();
            assertThat(info.fetched()).isTrue();
            assertThat(info.fetchedAfterMount()).isTrue();

            QueryResult<Integer> later = it.observe(QueryOptions.of(key, calls).refetchOnMount(RefetchOn.NEVER))
                    .last();
            assertThat(later.info().fetched()).isTrue();
            assertThat(later.info().fetchedAfterMount()).isFalse();
        }
    }

    @Nested
    class Operations {

        @Test
        void aFunctionlessQuery_isNeverFetched() {
            Results<Integer> results = it.observe(QueryOptions.cached(key));
            client.refetch(QueryFilters.all());
            assertThat(results.last().isPending()).isTrue();
            assertThatThrownBy(() -> client.fetch(QueryOptions.cached(key)).block())
                    .isInstanceOf(QueryException.class);
            client.setQueryData(key, 5);
            assertThat(results.last().dataOrNull()).isEqualTo(5);
        }

        @Test
        @SuppressWarnings("NullAway") // on purpose
        void nullIsNoData() {
            assertThatThrownBy(() -> client.setQueryData(key, null)).isInstanceOf(NullPointerException.class);
            Results<Integer> results = it.observe(
                    QueryOptions.of(key, context -> Mono.<Integer>empty()).retry(0));
            assertThat(results.last().errorOrNull()).isInstanceOf(EmptyQueryException.class);
            ListKey<Optional<Integer>> absent = ListKey.of("absent");
            client.fetch(QueryOptions.of(absent, context -> Mono.just(Optional.<Integer>empty())))
                    .block();
            assertThat(client.getQueryData(absent)).contains(Optional.empty());
        }

        @Test
        void clear_forgetsAll() {
            client.setQueryData(key, 1);
            client.clear();
            assertThat(client.keys(QueryFilters.all())).isEmpty();
        }

        @Test
        void operations_actWithoutASubscriber_fetchesDoNot() {
            Calls<Integer> calls = it.counting(-1);
            Mono<Integer> fetch = client.fetch(options(calls));
            assertThat(calls.count).hasValue(0);
            assertThat(fetch.block()).isEqualTo(1);
            client.invalidate(QueryFilters.all());
            assertThat(it.state(key).invalidated()).isTrue();
        }

        @Test
        void metaData_isPutTogether() {
            List<Map<String, Object>> seen = new ArrayList<>();
            client.setQueryDefaults(
                    QueryFilters.prefix("key"),
                    tune -> tune.meta("a", 1).meta("b", 1).meta("c", 1));
            client.setQueryDefaults(
                    QueryFilters.prefix("key", 2), tune -> tune.meta("b", 2).meta("c", 2));
            client.fetch(QueryOptions.<Integer>of(ListKey.of("key", 2), context -> {
                                seen.add(context.meta());
                                return Mono.just(1);
                            })
                            .meta("c", 3))
                    .block();
            assertThat(seen).containsExactly(Map.of("a", 1, "b", 2, "c", 3));
        }

        @Test
        void theFunction_isToldWhoAsks() {
            AtomicReference<QueryContext> seen = new AtomicReference<>();
            client.fetch(QueryOptions.of(key, context -> {
                        seen.set(context);
                        return Mono.just(context.attempt());
                    }))
                    .block();
            assertThat(seen.get().client()).isSameAs(client);
            assertThat(seen.get().key()).isEqualTo(key);
            assertThat(seen.get().meta()).isEmpty();
        }

        @Test
        void partsOfAKeyThatAreMaps_haveNoOrder() {
            Map<String, Integer> there = new java.util.LinkedHashMap<>();
            there.put("a", 1);
            there.put("b", 2);
            Map<String, Integer> back = new java.util.LinkedHashMap<>();
            back.put("b", 2);
            back.put("a", 1);
            client.setQueryData(ListKey.<Integer>of("page", there), 5);
            assertThat(client.<Integer>getQueryData(ListKey.of("page", back))).contains(5);
        }

        @Test
        void aFetchThatMayBeCancelled_is_whenItsObserverLeaves() {
            Calls<Integer> calls = it.counting(10);
            it.observe(options(calls).cancelWhenUnobserved(true)).observer.dispose();
            assertThat(calls.cancelled).hasValue(1);
            assertThat(it.state(key).status()).isEqualTo(QueryStatus.PENDING);
            assertThat(it.state(key).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        }
    }

    @Nested
    class Tags {
        record PostKey(int id) implements QueryKey<String> {}

        private final AtomicInteger calls = new AtomicInteger();
        private final QueryDefinition<PostKey, String> posts = QueryDefinition.mono(
                        PostKey.class, (post, context) -> Mono.just("post " + calls.incrementAndGet()))
                .tags((post, data) -> Set.of(Tag.of("post", post.id()), Tag.of("post", "LIST")));

        @Test
        void oneTag_orAllOfAType() {
            client.fetch(posts.options(new PostKey(1))).block();
            client.fetch(posts.options(new PostKey(2))).block();
            assertThat(client.keys(QueryFilters.tags(Tag.of("post", 2)))).containsExactly(new PostKey(2));
            client.invalidateTags(Tag.of("post", 2));
            assertThat(it.state(new PostKey(1)).invalidated()).isFalse();
            assertThat(it.state(new PostKey(2)).invalidated()).isTrue();
            client.invalidateTags(Tag.of("post"));
            assertThat(it.state(new PostKey(1)).invalidated()).isTrue();
        }

        @Test
        void whatNobodyObserves_isStale_andStays() {
            client.fetch(posts.options(new PostKey(1))).block();
            Results<String> results = it.observe(posts.options(new PostKey(2)));
            client.invalidateTags(Tag.of("post", "LIST"));
            assertThat(calls).hasValue(3);
            assertThat(results.last().dataOrNull()).isEqualTo("post 3");
            assertThat(client.getQueryData(new PostKey(1))).contains("post 1");
            assertThat(it.state(new PostKey(1)).invalidated()).isTrue();
        }

        @Test
        void aHook_livesAsLongAsItsEntry() {
            List<String> told = new ArrayList<>();
            QueryDefinition<PostKey, String> hooked = posts.onEntryAdded((post, life) -> {
                life.dataLoaded().subscribe(data -> {
                    told.add("loaded " + data);
                    life.update(text -> text + "!");
                });
                life.removed().subscribe(null, null, () -> told.add("removed"));
                return () -> told.add("disposed");
            });
            client.fetch(hooked.options(new PostKey(1)).gcTime(ms(10))).block();
            assertThat(client.getQueryData(new PostKey(1))).contains("post 1!");
            it.pass(10);
            assertThat(told).containsExactlyInAnyOrder("loaded post 1", "removed", "disposed");
        }
    }

    @Nested
    class Atoms {
        private final AtomStore store = AtomStore.builder().scheduler(it.clock).build();

        @AfterEach
        void closeStore() {
            store.close();
        }

        @Test
        void aClientThatWasSet_isNotClosedWithTheStore() {
            store.set(QueryClient.CURRENT, client);
            assertThat(QueryClient.of(store)).isSameAs(client);
            store.close();
            assertThat(client.isClosed()).isFalse();
        }

        @Test
        void anErrorIsAValue_andWritingNullTriesAgain_observedOrNot() {
            store.set(QueryClient.CURRENT, client);
            Calls<Integer> calls = it
            .new Calls<>(-1, call -> call == 1 ? Mono.error(new IllegalStateException("no")) : Mono.just(call));
            WritableAtom<QueryResult<Integer>, @Nullable Void> query =
                    QueryAtoms.query(get -> options(calls).retry(0));
            AtomSubscription subscription = store.subscribe(query, result -> {});
            assertThat(store.get(query).errorOrNull()).hasMessage("no");
            subscription.dispose();
            assertThat(store.get(query).errorOrNull()).hasMessage("no");
            store.set(query, null);
            assertThat(store.get(query).dataOrNull()).isEqualTo(2);
        }
    }
}
