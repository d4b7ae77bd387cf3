package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.CacheEvent.Action;
import io.atoms.query.CacheEvent.Cause;
import io.atoms.query.Clients.Calls;
import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Each method of a client. */
class ClientOperationsTest extends WithClient {

    // ---- fetch, prefetch, ensure, fetchBlocking ----

    @Test
    void fetch_isLazy_andEachSubscriberAsksAnew() {
        Calls<Integer> calls = it.counting(-1);
        Mono<Integer> fetch = client.fetch(options(calls));
        assertThat(calls.count).hasValue(0);
        assertThat(fetch.block()).isEqualTo(1);
        assertThat(fetch.block()).isEqualTo(2);
    }

    @Test
    void fetch_withoutFunction_givesWhatThereIs_orSaysSo() {
        assertThatThrownBy(() -> client.fetch(QueryOptions.cached(key)).block()).hasMessageContaining("no function");
        client.setQueryData(key, 5);
        it.pass(1_000);
        assertThat(client.fetch(QueryOptions.cached(key)).block()).isEqualTo(5);
    }

    @Test
    void fetch_ofAnEntryThatWasInvalidated_fetches() {
        QueryOptions<Integer, Integer> options = quiet(it.counting(-1));
        assertThat(client.fetch(options).block()).isEqualTo(1);
        client.invalidate(QueryFilters.all());
        assertThat(client.fetch(options).block()).isEqualTo(2);
        assertThat(client.fetch(options).block()).isEqualTo(2);
    }

    @Test
    void whoCancelsTheMono_stopsWaiting_andTheFetchGoesOn() {
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(10))));
        outcome.subscription.dispose();
        it.pass(10);
        assertThat(client.getQueryData(key)).contains(1);
        assertThat(outcome.values).isEmpty();
    }

    @Test
    void whoCancelsTheMono_endsAFetchThatMayBeCancelled_ifNobodyElseNeedsIt() {
        Calls<Integer> calls = it.counting(10);
        QueryOptions<Integer, Integer> options = options(calls).cancelWhenUnobserved(true);
        Outcome<Integer> one = run(client.fetch(options));
        Outcome<Integer> two = run(client.fetch(options));
        one.subscription.dispose();
        assertThat(calls.cancelled).hasValue(0);
        two.subscription.dispose();
        assertThat(calls.cancelled).hasValue(1);
        assertThat(show(it.state(key))).isEqualTo("PENDING+IDLE");
    }

    @Test
    void prefetch_hidesItsError() {
        Outcome<Void> outcome = run(client.prefetch(options(it.failing(-1))));
        assertThat(outcome.ended).isTrue();
        assertThat(outcome.errors).isEmpty();
    }

    @Test
    void ensure_givesWhatThereIs_andRevalidates() {
        Calls<Integer> calls = it.counting(10);
        client.setQueryData(key, 0);
        it.pass(100);
        assertThat(run(client.ensure(options(calls), false)).values).containsExactly(0);
        assertThat(calls.count).hasValue(0);
        assertThat(run(client.ensure(options(calls), true)).values).containsExactly(0);
        assertThat(calls.count).hasValue(1);
        it.pass(10);
        assertThat(client.getQueryData(key)).contains(1);
        assertThat(run(client.ensure(options(calls).staleTime(ms(100)), true)).values)
                .containsExactly(1);
        assertThat(calls.count).hasValue(1);
    }

    @Test
    void ensure_fetchesWhatIsNotThere() {
        Outcome<String> outcome = run(client.ensure(options(it.counting(10)).select(n -> "n" + n), false));
        it.pass(10);
        assertThat(outcome.values).containsExactly("n1");
    }

    @Test
    void fetchBlocking_waits_andTakesATime() {
        try (QueryClient real = QueryClient.create()) {
            assertThat(real.fetchBlocking(QueryOptions.<Integer>blocking(key, context -> 5), Duration.ofSeconds(60)))
                    .isEqualTo(5);
            assertThatThrownBy(() -> real.fetchBlocking(
                            QueryOptions.<Integer>of(ListKey.of("never"), context -> Mono.never()), ms(1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> real.fetchBlocking(
                            QueryOptions.<Integer>of(
                                    ListKey.of("bad"), context -> Mono.error(new ArithmeticException())),
                            Duration.ofSeconds(60)))
                    .isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> real.fetchBlocking(QueryOptions.cached(key), Duration.ZERO))
                    .hasMessageContaining("timeout must be positive");
        }
    }

    @Test
    void fetchBlocking_refusesThreadsThatMustNotBlock() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Schedulers.parallel().schedule(() -> {
            try {
                client.fetchBlocking(options(it.counting(-1)), Duration.ofSeconds(1));
            } catch (Throwable error) {
                thrown.set(error);
            }
            done.countDown();
        });
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown.get()).isInstanceOf(QueryException.class).hasMessageContaining("must not block");
    }

    @Test
    void fetchBlocking_canBeInterrupted_andKeepsTheInterrupt() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        boolean[] kept = {false};
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                client.fetchBlocking(
                        options(context -> {
                            begun.countDown();
                            return Mono.never();
                        }),
                        Duration.ofDays(1));
            } catch (Throwable error) {
                thrown.set(error);
                kept[0] = Thread.currentThread().isInterrupted();
            }
        });
        thread.start();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        assertThat(kept[0]).isTrue();
    }

    // ---- writing ----

    @Test
    void setQueryData_atATime() {
        it.pass(1_000);
        client.setQueryData(key, 5, Instant.ofEpochMilli(100));
        assertThat(it.state(key).dataUpdatedAt()).isEqualTo(Instant.ofEpochMilli(100));
        Calls<Integer> calls = it.counting(-1);
        assertThat(run(client.fetch(options(calls).staleTime(ms(900)))).values).containsExactly(1);
    }

    @Test
    void setQueryData_clearsAnError() {
        it.observe(options(it.failing(-1)).retry(0));
        client.setQueryData(key, 5);
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
        assertThat(it.state(key).error()).isNull();
        assertThat(it.state(key).failureCount()).isEqualTo(1);
        assertThat(it.state(key).invalidated()).isFalse();
    }

    @Test
    void updateQueryData_seesTheDataWithoutPatches() {
        client.setQueryData(key, 5);
        client.patchQueryData(key, n -> n * 100);
        assertThat(client.<Integer>updateQueryData(key, n -> n + 1)).contains(600);
        assertThat(client.<Integer>updateQueryData(key, n -> null)).isEmpty();
        assertThat(client.getQueryData(key)).contains(600);
    }

    @Test
    void updateQueriesData_changesWhatHasData() {
        client.setQueryData(ListKey.of("n", 1), 1);
        client.setQueryData(ListKey.of("n", 2), 2);
        it.observe(QueryOptions.<Integer>of(ListKey.of("n", 3), context -> Mono.never()));
        int count = client.<Integer>updateQueriesData(QueryFilters.prefix("n"), n -> n * 10);
        assertThat(count).isEqualTo(2);
        assertThat(client.getQueryData(ListKey.<Integer>of("n", 2))).contains(20);
    }

    // ---- patches ----

    @Test
    void aPatch_withoutAnEntry_doesNothing() {
        Patch patch = client.patchQueryData(key, n -> n + 1);
        assertThat(client.keys(QueryFilters.all())).isEmpty();
        patch.commit();
        assertThat(patch.isDisposed()).isTrue();
    }

    @Test
    void aPatch_waitsForTheData() {
        Results<Integer> results = it.observe(quiet(it.counting(10)));
        Patch patch = client.patchQueryData(key, n -> n + 100);
        assertThat(results.last().isPending()).isTrue();
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(101);
        assertThat(results.last().info().optimistic()).isTrue();
        patch.undo();
        assertThat(results.last().dataOrNull()).isEqualTo(1);
    }

    @Test
    void b47_patches_endInAnyOrder_overANewBase() {
        ListKey<List<String>> list = ListKey.of("list");
        client.setQueryData(list, List.of("base"));
        Patch a = client.patchQueryData(list, data -> plus(data, "A"));
        Patch b = client.patchQueryData(list, data -> plus(data, "B"));
        assertThat(client.getQueryData(list)).contains(List.of("base", "A", "B"));
        client.fetch(QueryOptions.of(list, context -> Mono.just(List.of("new"))))
                .block();
        assertThat(client.getQueryData(list)).contains(List.of("new", "A", "B"));
        a.undo();
        assertThat(client.getQueryData(list)).contains(List.of("new", "B"));
        b.commit();
        b.undo();
        a.commit();
        assertThat(client.getQueryData(list)).contains(List.of("new", "B"));
        assertThat(it.state(list).pendingPatches()).isZero();
    }

    private static List<String> plus(List<String> data, String more) {
        List<String> all = new ArrayList<>(data);
        all.add(more);
        return List.copyOf(all);
    }

    @Test
    void dataThatOverlappedPatches_isFetchedOnceMore_afterTheLast() {
        Calls<Integer> calls = it.counting(10);
        it.observe(quiet(calls));
        Patch a = client.patchQueryData(key, n -> n + 100);
        Patch b = client.patchQueryData(key, n -> n + 1_000);
        it.pass(10);
        assertThat(calls.count).hasValue(1);
        a.commit();
        it.pass(10);
        assertThat(calls.count).hasValue(1);
        b.commit();
        it.pass(10);
        assertThat(calls.count).hasValue(2);
        it.pass(100);
        assertThat(calls.count).hasValue(2);
        assertThat(client.getQueryData(key)).contains(2);
    }

    @Test
    void cancel_keepsPatches() {
        client.setQueryData(key, 1);
        client.patchQueryData(key, n -> n + 100);
        run(client.fetch(options(it.counting(10))));
        client.cancel(QueryFilters.all());
        assertThat(client.getQueryData(key)).contains(101);
    }

    // ---- remove, clear, reset, cancel ----

    @Test
    void remove_forgetsAtOnce_andTellsWhoWaits() {
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(10))));
        client.remove(QueryFilters.exact(key));
        assertThat(outcome.errors).singleElement().isInstanceOf(FetchCancelledException.class);
        assertThat(client.getQueryState(key)).isEmpty();
        assertThat(it.events).contains(new CacheEvent.Removed(key, Cause.REMOVED));
        it.pass(10);
        assertThat(client.getQueryState(key)).isEmpty();
    }

    @Test
    void remove_emptiesWhatIsObserved_andItStaysAlive() {
        Calls<Integer> calls = it.counting(10);
        Results<Integer> results = it.observe(options(calls));
        it.pass(10);
        client.remove(QueryFilters.all());
        assertThat(show(results.last())).isEqualTo("PENDING+IDLE");
        assertThat(it.events).contains(new CacheEvent.Removed(key, Cause.REMOVED));
        client.invalidate(QueryFilters.all());
        client.setQueryData(key, 7);
        assertThat(results.last().dataOrNull()).isEqualTo(7);
        it.pass(10);
        assertThat(results.last().dataOrNull()).isEqualTo(2); // it is active, so invalidate has fetched it
        results.observer.dispose();
        it.clock.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(client.metrics().entries()).isZero();
    }

    @Test
    void remove_duringAFetch_ofWhatIsObserved() {
        Calls<Integer> calls = it.counting(10);
        Results<Integer> results = it.observe(options(calls));
        Outcome<Integer> outcome = run(client.fetch(options(calls)));
        client.clear();
        assertThat(show(results.last())).isEqualTo("PENDING+IDLE");
        assertThat(outcome.errors).hasSize(1);
        it.pass(10);
        assertThat(results.last().isPending()).isTrue();
        assertThat(calls.cancelled).hasValue(1);
    }

    @Test
    void reset_tellsWhoWaits_andBeginsAnew() {
        Calls<Integer> calls = it.counting(10);
        it.observe(options(calls));
        it.pass(10);
        Outcome<Void> done = run(client.reset(QueryFilters.all()));
        assertThat(show(it.state(key))).isEqualTo("PENDING+FETCHING");
        assertThat(it.state(key).dataUpdateCount()).isZero();
        assertThat(done.ended).isFalse();
        it.pass(10);
        assertThat(done.ended).isTrue();
        assertThat(client.getQueryData(key)).contains(2);
    }

    @Test
    void cancelWithoutRevert_isAnError_andKeepsTheData() {
        client.setQueryData(key, 7);
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(10))));
        client.cancel(QueryFilters.all(), false);
        assertThat(show(it.state(key))).isEqualTo("ERROR+IDLE");
        assertThat(client.getQueryData(key)).contains(7);
        assertThat(outcome.errors).singleElement().isInstanceOf(FetchCancelledException.class);
    }

    @Test
    void cancel_afterDataWasSet_keepsThatData() {
        client.setQueryData(key, 1);
        Outcome<Integer> outcome = run(client.fetch(options(it.counting(10))));
        client.setQueryData(key, 2);
        client.cancel(QueryFilters.all());
        assertThat(client.getQueryData(key)).contains(2);
        assertThat(show(it.state(key))).isEqualTo("SUCCESS+IDLE");
        assertThat(outcome.values).containsExactly(2);
    }

    @Test
    void aFetchThatIsBegunAnew_answersTheOlderCallers() {
        client.setQueryData(key, 0);
        Calls<Integer> calls = it.counting(10);
        Outcome<Integer> outcome = run(client.fetch(options(calls)));
        it.pass(5);
        it.observe(options(calls));
        client.refetch(QueryFilters.all());
        it.pass(10);
        assertThat(outcome.values).containsExactly(2);
    }

    // ---- defaults ----

    @Test
    void setQueryDefaults_areMerged_theLaterOverTheEarlier_theCallOverAll() {
        client.setQueryDefaults(
                QueryFilters.all(), all -> all.staleTime(ms(10)).meta("a", 1).meta("b", 1));
        client.setQueryDefaults(
                QueryFilters.prefix("key"), all -> all.staleTime(ms(100)).meta("b", 2));
        client.setQueryDefaults(QueryFilters.prefix("nowhere"), all -> all.staleTime(ms(1)));
        List<Map<String, Object>> metas = new ArrayList<>();
        QueryOptions<Integer, Integer> options = options(context -> {
            metas.add(context.meta());
            return Mono.just(metas.size());
        });
        run(client.fetch(options));
        it.pass(50);
        assertThat(run(client.fetch(options)).values).containsExactly(1);
        assertThat(run(client.fetch(options.staleTime(ms(10)).meta("c", 3))).values)
                .containsExactly(2);
        assertThat(metas).containsExactly(Map.of("a", 1, "b", 2), Map.of("a", 1, "b", 2, "c", 3));
    }

    record UserKey(long id) implements QueryKey<String> {}

    @Test
    void theDefinition_isOverTheClient_andUnderTheKey() {
        QueryDefinition<UserKey, String> user = QueryDefinition.<UserKey, String>mono(
                        UserKey.class, (key, context) -> Mono.just("user " + key.id()))
                .defaults(all -> all.gcTime(ms(50)));
        try (Clients other = new Clients(builder -> builder.register(user).defaults(all -> all.gcTime(ms(1))))) {
            other.client.setQueryData(new UserKey(1), "set"); // nobody gives options, the definition does
            other.pass(49);
            assertThat(other.client.getQueryData(new UserKey(1))).isPresent();
            other.pass(1);
            assertThat(other.client.getQueryData(new UserKey(1))).isEmpty();
            other.client.setQueryDefaults(QueryFilters.type(UserKey.class), all -> all.gcTime(ms(70)));
            other.client.prefetch(user.options(new UserKey(2))).subscribe();
            other.pass(69);
            assertThat(other.client.getQueryData(new UserKey(2))).contains("user 2");
        }
    }

    @Test
    void twoDefinitionsOfOneType_areRefused() {
        QueryDefinition<UserKey, String> one = QueryDefinition.mono(UserKey.class, (key, context) -> Mono.just("one"));
        QueryDefinition<UserKey, String> two = QueryDefinition.mono(UserKey.class, (key, context) -> Mono.just("two"));
        assertThatThrownBy(() -> new Clients(builder -> builder.register(one, two)))
                .hasMessageContaining("two query definitions");
        assertThat(client.fetch(one.options(new UserKey(1))).block()).isEqualTo("one");
        assertThatThrownBy(() -> client.fetch(two.options(new UserKey(1))).block())
                .hasMessageContaining(UserKey.class.getName());
        assertThatThrownBy(() -> client.observer(two.options(new UserKey(1)))).isInstanceOf(QueryException.class);
    }

    // ---- tags ----

    @Test
    void invalidateTags_followsTheData() {
        Calls<Integer> calls = it.counting(-1);
        QueryDefinition<UserKey, String> user = QueryDefinition.<UserKey, String>mono(
                        UserKey.class, (key, context) -> calls.apply(context).map(n -> "v" + n))
                .tags((key, data) -> java.util.Set.of(Tag.of("user", key.id()), Tag.of("version", data)));
        it.observe(user.options(new UserKey(1)).staleTime(StaleTime.NEVER));
        client.invalidateTags(Tag.of("user", 2L), Tag.of("other"));
        assertThat(calls.count).hasValue(1);
        client.invalidateTags(Tag.of("user", 1L));
        assertThat(calls.count).hasValue(2);
        client.invalidateTags(Tag.of("version", "v1")); // no longer its tag
        assertThat(calls.count).hasValue(2);
        client.invalidateTags(Tag.of("version"));
        assertThat(calls.count).hasValue(3);
        client.remove(QueryFilters.all());
        assertThat(client.keys(QueryFilters.tags(Tag.of("user")))).isEmpty();
    }

    // ---- events ----

    @Test
    void events_comeInOrder() {
        Results<Integer> results = it.observe(options(it.counting(-1)).gcTime(ms(10)));
        results.observer.dispose();
        it.pass(10);
        assertThat(it.events.stream()
                        .map(each -> each instanceof CacheEvent.Updated updated
                                ? updated.action().name()
                                : each.getClass().getSimpleName())
                        .toList())
                .containsExactly("Added", "ObserverAdded", "FETCH", "SUCCESS", "ObserverRemoved", "Removed");
        assertThat(Action.valueOf("FETCH")).isEqualTo(Action.FETCH);
    }

    @Test
    void events_tellEachFetchThatFails_onceAfterItsLastAttempt() {
        List<String> failed = new ArrayList<>();
        client.events()
                .ofType(CacheEvent.Updated.class)
                .filter(updated -> updated.action() == Action.ERROR)
                .subscribe(updated -> failed.add(updated.key() + " "
                        + updated.state().data() + " "
                        + Objects.requireNonNull(updated.state().error()).getMessage()));
        QueryOptions<Integer, Integer> failing = options(it.failing(10)).retry(1);

        client.prefetch(failing).subscribe(); // nobody observes it
        it.pass(10);
        assertThat(failed).isEmpty();
        it.pass(2_000);
        assertThat(failed).containsExactly(key + " null attempt 2");

        client.setQueryData(key, 5);
        it.observe(failing);
        it.observe(failing);
        it.pass(2_000);
        assertThat(failed).containsExactly(key + " null attempt 2", key + " 5 attempt 4");

        client.refetch(QueryFilters.all());
        client.cancel(QueryFilters.all());
        it.pass(2_000);
        assertThat(failed).hasSize(2);
    }

    @Test
    void aSlowSubscriber_losesTheOldestEvents() {
        List<CacheEvent> slow = new ArrayList<>();
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        client.events().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription given) {
                subscription.set(given);
            }

            @Override
            protected void hookOnNext(CacheEvent event) {
                slow.add(event);
            }
        });
        for (int i = 0; i < 3_000; i++) {
            client.setQueryData(key, i);
        }
        subscription.get().request(Long.MAX_VALUE);
        assertThat(slow).hasSize(1_024);
        CacheEvent.Updated last = (CacheEvent.Updated) slow.get(1_023);
        assertThat(last.state().data()).isEqualTo(2_999);
        assertThat(client.metrics().droppedEvents()).isEqualTo(3_001 - 1_024);
        assertThat(it.events).hasSize(3_001);
    }

    @Test
    void aFetchThatEnds_isCountedAsEnded_howeverItDoes() {
        AtomicReference<Integer> open = new AtomicReference<>(0);
        MetricsListener listener = new MetricsListener() {
            @Override
            public void fetchStarted(String query, QueryKey<?> key) {
                open.updateAndGet(n -> n + 1);
            }

            @Override
            public void fetchEnded(String query, QueryKey<?> key, Outcome outcome, int attempts, Duration time) {
                open.updateAndGet(n -> n - 1);
            }
        };
        Clients other = new Clients(builder -> builder.metrics(listener));
        Results<Integer> results = other.observe(options(other.counting(10)));
        other.pass(10);
        other.client.refetch(QueryFilters.all());
        other.client.refetch(QueryFilters.all());
        assertThat(open).hasValue(1);
        other.client.reset(QueryFilters.all());
        assertThat(open).hasValue(1);
        other.client.clear();
        assertThat(open).hasValue(0);
        results.observer.dispose();
        other.client.prefetch(options(other.counting(10))).subscribe();
        other.client.clear();
        other.client.prefetch(options(other.counting(10))).subscribe();
        other.client.cancel(QueryFilters.all());
        other.client.prefetch(options(other.failing(-1))).subscribe();
        other.client.prefetch(options(other.counting(10))).subscribe();
        assertThat(open).hasValue(1);
        other.close();
        assertThat(open).hasValue(0);
    }

    // ---- observers ----

    @Test
    void observe_isNowAndThen_andEndsWithTheSubscription() {
        List<String> seen = new ArrayList<>();
        reactor.core.Disposable subscription =
                client.observe(quiet(it.counting(10))).subscribe(result -> seen.add(show(result)));
        it.pass(10);
        subscription.dispose();
        client.setQueryData(key, 5);
        assertThat(seen).containsExactly("PENDING+FETCHING", "SUCCESS+IDLE");
        assertThat(client.metrics().active()).isZero();
        List<String> again = new ArrayList<>();
        client.observe(quiet(it.counting(10))).subscribe(result -> again.add(show(result)));
        assertThat(again).containsExactly("SUCCESS+IDLE");
    }

    @Test
    void aListenerThatLeaves_duringADelivery_doesNotSkipOthers() {
        client.setQueryData(key, 0);
        QueryObserver<Integer, Integer> observer = client.observer(quiet(it.counting(-1)));
        List<String> seen = new ArrayList<>();
        AtomicReference<reactor.core.Disposable> first = new AtomicReference<>();
        first.set(observer.subscribe(result -> {
            seen.add("a" + result.dataOrNull());
            first.get().dispose();
        }));
        observer.subscribe(result -> seen.add("b" + result.dataOrNull()));
        client.setQueryData(key, 5);
        client.setQueryData(key, 6);
        assertThat(seen).containsExactly("a5", "b5", "b6");
    }

    @Test
    void aListenerThatChangesTheQuery_isToldAfterwards() {
        client.setQueryData(key, 0);
        QueryObserver<Integer, Integer> observer = client.observer(quiet(it.counting(-1)));
        List<Integer> seen = new ArrayList<>();
        observer.subscribe(result -> {
            seen.add(result.dataOrNull());
            if (result.dataOrNull() < 5) {
                client.<Integer>updateQueryData(key, n -> n + 1);
            }
            seen.add(-result.dataOrNull());
        });
        client.setQueryData(key, 3);
        assertThat(seen).containsExactly(3, -3, 4, -4, 5, -5);
    }
}
