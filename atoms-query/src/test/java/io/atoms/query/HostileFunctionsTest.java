package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Functions of the user that throw. */
class HostileFunctionsTest {
    private Clients it = new Clients();
    private QueryClient client = it.client;
    private final ListKey<Integer> key = ListKey.of("key");
    private final ListKey<Integer> other = ListKey.of("other");

    /** The client still works, whatever happened. */
    @AfterEach
    void stillWorks() {
        Calls<Integer> calls = it.counting(-1);
        assertThat(client.fetch(QueryOptions.of(ListKey.<Integer>of("last"), calls))
                        .block())
                .isEqualTo(1);
        it.close();
        assertThat(it.clock.getScheduledTaskCount()).isNotNegative();
    }

    private static <T> T no() {
        throw new IllegalStateException("no");
    }

    private void oneProblem() {
        assertThat(it.problems).isNotEmpty().allMatch(each -> each.getMessage().equals("no"));
    }

    @Test
    void theFunctionItself() {
        Results<Integer> results =
                it.observe(QueryOptions.<Integer>of(key, context -> no()).retry(0));
        assertThat(results.last().errorOrNull()).hasMessage("no");
        assertThat(it.problems).isEmpty();
    }

    @Test
    void theFunctionGivesNull() {
        Results<Integer> results = it.observe(QueryOptions.of(key, context -> null));
        assertThat(results.last().errorOrNull()).isInstanceOf(EmptyQueryException.class);
    }

    @Test
    void theStageIsNull_orFails() {
        ListKey<Integer> third = ListKey.of("third");
        assertThat(it.observe(QueryOptions.<Integer>future(key, context -> null))
                        .last()
                        .errorOrNull())
                .isInstanceOf(EmptyQueryException.class);
        assertThat(it.observe(QueryOptions.<Integer>future(other, context -> no())
                                .retry(0))
                        .last()
                        .errorOrNull())
                .hasMessage("no");
        assertThat(it.observe(QueryOptions.<Integer>future(
                                        third,
                                        context -> java.util.concurrent.CompletableFuture.failedFuture(
                                                new IllegalStateException("no")))
                                .retry(0))
                        .last()
                        .errorOrNull())
                .hasMessage("no");
    }

    @Test
    void enabled_countsAsDisabled_andOthersAreServed() {
        Calls<Integer> calls = it.counting(-1);
        Calls<Integer> good = it.counting(-1);
        it.observe(QueryOptions.of(key, calls).enabled(state -> no()));
        it.observe(QueryOptions.of(other, good).staleTime(StaleTime.NEVER));
        client.invalidate(QueryFilters.all());
        assertThat(calls.count).hasValue(0);
        assertThat(good.count).hasValue(2);
        oneProblem();
    }

    @Test
    void staleTime_countsAsZero() {
        client.setQueryData(key, 7);
        Calls<Integer> calls = it.counting(-1);
        Results<Integer> results = it.observe(QueryOptions.of(key, calls).staleTime(state -> no()));
        assertThat(calls.count).hasValue(1);
        assertThat(results.last().isStale()).isTrue();
        oneProblem();
        it.problems.clear();
        it.observe(QueryOptions.of(other, calls).staleTime(state -> null));
        assertThat(it.problems).isNotEmpty();
    }

    @Test
    void refetchInterval_countsAsNone() {
        Calls<Integer> calls = it.counting(-1);
        it.observe(QueryOptions.of(key, calls).refetchInterval(state -> no()));
        it.pass(1_000_000);
        assertThat(calls.count).hasValue(1);
        oneProblem();
    }

    @Test
    void aRefetchIntervalOfNothing_countsAsNone() {
        Calls<Integer> calls = it.counting(-1);
        it.observe(QueryOptions.of(key, calls).refetchInterval(state -> Optional.of(Duration.ZERO)));
        it.observe(QueryOptions.of(other, calls).refetchInterval(state -> Optional.of(Duration.ofMillis(-5))));
        it.pass(1_000);
        assertThat(calls.count).hasValue(2);
    }

    @Test
    void retryPolicy_endsTheAttempts() {
        Calls<Integer> failing = it.failing(-1);
        Results<Integer> results =
                it.observe(QueryOptions.of(key, failing).retry(new RetryPolicy((n, error) -> no(), (n, e) -> null, 0)));
        assertThat(results.last().errorOrNull()).hasMessage("attempt 1");
        Results<Integer> others = it.observe(
                QueryOptions.of(other, failing).retry(new RetryPolicy((n, error) -> true, (n, error) -> null, 0)));
        assertThat(others.last().errorOrNull()).hasMessage("attempt 2");
        assertThat(failing.count).hasValue(2);
    }

    @Test
    void select_isTheObserversError_withWhatItSelectedBefore() {
        Results<Integer> results = it.observe(QueryOptions.of(key, it.counting(-1))
                .select(n -> n == 2 ? HostileFunctionsTest.<Integer>no() : n * 10));
        client.refetch(QueryFilters.all());
        assertThat(results.last().errorOrNull()).hasMessage("no");
        assertThat(results.last().dataOrNull()).isEqualTo(10);
        assertThat(it.state(key).status()).isEqualTo(QueryStatus.SUCCESS);
        client.refetch(QueryFilters.all());
        assertThat(results.last().dataOrNull()).isEqualTo(30);
        assertThat(results.last().isSuccess()).isTrue();
        assertThatThrownBy(
                        () -> client.fetch(QueryOptions.of(key, it.counting(-1)).select(n -> no()))
                                .block())
                .hasMessage("no");
    }

    @Test
    void placeholder_isTheObserversError() {
        Results<Integer> results =
                it.observe(QueryOptions.of(key, it.counting(10)).placeholder(previous -> no()));
        assertThat(results.last().errorOrNull()).hasMessage("no");
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(1);
    }

    @Test
    void initialData_isReported_andFetchedInstead() {
        Results<Integer> results =
                it.observe(QueryOptions.of(key, it.counting(-1)).initialData(() -> no(), java.time.Instant.EPOCH));
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        oneProblem();
        assertThatThrownBy(() -> client.fetch(QueryOptions.of(other, it.counting(-1))
                                .initialData(() -> no(), java.time.Instant.EPOCH))
                        .block())
                .hasMessage("no");
    }

    @Test
    void structuralSharing_isTheErrorOfTheFetch() {
        StructuralSharing broken = new StructuralSharing() {
            @Override
            public <T> T share(T before, T now) {
                return no();
            }
        };
        Results<Integer> results = it.observe(
                QueryOptions.of(key, it.counting(-1)).structuralSharing(broken).retry(0));
        Outcome outcome = new Outcome(client.refetch(QueryFilters.all()));
        assertThat(results.last().errorOrNull()).hasMessage("no");
        assertThat(results.last().dataOrNull()).isEqualTo(1);
        assertThat(outcome.ended).isTrue();
        assertThatThrownBy(() -> client.setQueryData(key, 5)).hasMessage("no");
    }

    @Test
    void structuralSharing_thatGivesNull_isAnErrorToo() {
        StructuralSharing broken = new StructuralSharing() {
            @Override
            public <T> T share(T before, T now) {
                return null;
            }
        };
        Results<Integer> results = it.observe(
                QueryOptions.of(key, it.counting(-1)).structuralSharing(broken).retry(0));
        client.refetch(QueryFilters.all());
        assertThat(results.last().isError()).isTrue();
        assertThat(results.last().dataOrNull()).isEqualTo(1);
    }

    private static final class Outcome {
        boolean ended;

        Outcome(Mono<Void> mono) {
            mono.doFinally(signal -> ended = true).subscribe();
        }
    }

    /** Data that nobody can compare. */
    private record Incomparable(int n) {
        @Override
        public boolean equals(Object other) {
            return no();
        }

        @Override
        public int hashCode() {
            return n;
        }
    }

    @Test
    void equals_isTheErrorOfTheFetch_unlessNothingIsShared() {
        ListKey<Incomparable> one = ListKey.of(1);
        ListKey<Incomparable> two = ListKey.of(2);
        List<Integer> calls = new ArrayList<>();
        Results<Incomparable> shared = it.observe(
                QueryOptions.of(one, context -> Mono.just(new Incomparable(1))).retry(0));
        client.refetch(QueryFilters.all());
        assertThat(shared.last().isError()).isTrue();
        Results<Incomparable> free = it.observe(QueryOptions.of(two, context -> {
                    calls.add(1);
                    return Mono.just(new Incomparable(calls.size()));
                })
                .structuralSharing(StructuralSharing.none()));
        client.refetch(QueryFilters.exact(two));
        assertThat(free.all).last().extracting(each -> each.dataOrNull().n()).isEqualTo(2);
    }

    @Test
    void aListener_isReported_andOthersAreCalled() {
        QueryObserver<Integer, Integer> observer = client.observer(QueryOptions.of(key, it.counting(-1)));
        observer.subscribe(result -> no());
        List<Integer> seen = new ArrayList<>();
        observer.subscribe(result -> seen.add(result.dataOrNull()));
        client.setQueryData(key, 5);
        assertThat(seen).containsExactly(5);
        oneProblem();
    }

    @Test
    void aPatch_isReported_andLeavesTheDataAsItIs() {
        client.setQueryData(key, 5);
        Patch bad = client.patchQueryData(key, n -> no());
        Patch good = client.patchQueryData(key, n -> n + 1);
        assertThat(client.getQueryData(key)).contains(6);
        bad.commit();
        good.commit();
        assertThat(client.getQueryData(key)).contains(6);
        oneProblem();
    }

    @Test
    void anUpdate_isTheCallersError_andChangesNothing() {
        client.setQueryData(key, 5);
        assertThatThrownBy(() -> client.<Integer>updateQueryData(key, n -> no()))
                .hasMessage("no");
        assertThatThrownBy(() -> client.<Integer>updateQueryData(other, n -> no()))
                .hasMessage("no");
        assertThat(client.getQueryData(key)).contains(5);
        assertThat(client.getQueryState(other)).isEmpty();
    }

    @Test
    void aCancellationHook_isReported() {
        it.observe(QueryOptions.<Integer>of(key, context -> {
            context.signal().onCancel(() -> no());
            return Mono.never();
        }));
        client.cancel(QueryFilters.all());
        assertThat(it.state(key).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        oneProblem();
    }

    record Tagged(int n) implements QueryKey<Integer> {}

    @Test
    void tagsAndHooks_areReported() {
        QueryDefinition<Tagged, Integer> definition = QueryDefinition.<Tagged, Integer>mono(
                        Tagged.class, (key, context) -> Mono.just(1))
                .tags((key, data) -> no())
                .onEntryAdded((key, life) -> no());
        assertThat(client.fetch(definition.options(new Tagged(1))).block()).isEqualTo(1);
        assertThat(it.problems).hasSize(2);
        oneProblem();
    }

    @Test
    void aWeigher_isReported_andCountsAsOne() {
        it.close();
        it = new Clients(builder -> builder.maximumWeight(5, data -> no()));
        client = it.client;
        for (int i = 0; i < 20; i++) {
            client.setQueryData(ListKey.of(i), i);
        }
        assertThat(client.metrics().entries()).isLessThanOrEqualTo(5);
        oneProblem();
    }

    @Test
    void metrics_areReported() {
        it.close();
        it = new Clients(builder -> builder.metrics(new MetricsListener() {
            @Override
            public void fetchStarted(String query, QueryKey<?> key) {
                no();
            }
        }));
        client = it.client;
        assertThat(client.fetch(QueryOptions.of(key, it.counting(-1))).block()).isEqualTo(1);
        oneProblem();
    }

    @Test
    void aSubscriberOfEvents_harmsNobody() {
        Sinks.One<CacheEvent> errors = Sinks.one();
        client.events().subscribe(event -> no(), error -> errors.tryEmitEmpty());
        client.setQueryData(key, 5);
        client.setQueryData(key, 6);
        assertThat(client.getQueryData(key)).contains(6);
        assertThat(errors.asMono().blockOptional(Duration.ZERO.plusSeconds(1))).isEmpty();
    }
}
