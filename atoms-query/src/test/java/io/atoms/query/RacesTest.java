package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Two threads or more at one query. Rounds are bounded, and each ends with a verdict that holds for every order. */
class RacesTest {
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final QueryClient client =
            QueryClient.builder().onError((where, error) -> problems.add(error)).build();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final ListKey<Integer> key = ListKey.of("key");

    @AfterEach
    void close() throws InterruptedException {
        client.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(problems).isEmpty();
        assertThat(client.metrics().entries()).isZero();
    }

    /** Runs all at once, and waits for all. */
    private void together(Runnable... tasks) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(tasks.length);
        List<Callable<Void>> calls = new ArrayList<>();
        for (Runnable task : tasks) {
            calls.add(() -> {
                barrier.await(60, TimeUnit.SECONDS);
                task.run();
                return null;
            });
        }
        for (Future<Void> each : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
            each.get();
        }
    }

    private QueryOptions<Integer, Integer> quiet(ListKey<Integer> of) {
        return QueryOptions.<Integer>of(of, context -> Mono.just(1)).staleTime(StaleTime.NEVER);
    }

    @Test
    void b48_subscribeAgainstGc_neverLosesASubscriber() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            ListKey<Integer> round = ListKey.of(i);
            QueryObserver<Integer, Integer> observer =
                    client.observer(quiet(round).gcTime(Duration.ZERO));
            AtomicInteger last = new AtomicInteger();
            Future<?> removing = threads.submit(() -> client.remove(QueryFilters.exact(round)));
            client.setQueryData(round, 5);
            Disposable subscription = observer.subscribe(result -> {
                Integer data = result.dataOrNull();
                last.set(data == null ? 0 : data);
            });
            removing.get(60, TimeUnit.SECONDS);
            client.setQueryData(round, 7);
            assertThat(last).hasValue(7);
            assertThat(observer.currentResult().dataOrNull()).isEqualTo(7);
            subscription.dispose();
        }
    }

    @Test
    void listeningAgainstLeaving_neverLosesAListener() throws Exception {
        QueryObserver<Integer, Integer> observer = client.observer(quiet(key));
        for (int i = 0; i < 2_000; i++) {
            AtomicInteger last = new AtomicInteger();
            Disposable leaving = observer.subscribe(result -> {});
            Disposable[] coming = new Disposable[1];
            together(leaving::dispose, () -> coming[0] = observer.subscribe(result -> last.set(result.dataOrNull())));
            client.setQueryData(key, i + 10);
            assertThat(last).hasValue(i + 10);
            assertThat(client.metrics().active()).isEqualTo(1);
            coming[0].dispose();
            assertThat(client.metrics().active()).isZero();
        }
    }

    @Test
    void twoThatSetOptions_endAtTheKeyOfTheOptions() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            QueryObserver<Integer, Integer> observer = client.observer(quiet(ListKey.of(0)));
            Disposable subscription = observer.subscribe(result -> {});
            for (int n = 1; n <= 2; n++) {
                client.setQueryData(ListKey.of(n), n * 10);
            }
            together(() -> observer.setOptions(quiet(ListKey.of(1))), () -> observer.setOptions(quiet(ListKey.of(2))));
            int shown = observer.currentResult().dataOrNull();
            client.setQueryData(ListKey.of(shown / 10), shown + 5);
            assertThat(observer.currentResult().dataOrNull()).isEqualTo(shown + 5);
            subscription.dispose();
            assertThat(client.metrics().active()).isZero();
        }
    }

    @Test
    void twoFetchesAtOnce_callTheFunctionOnce() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            ListKey<Integer> round = ListKey.of(i);
            AtomicInteger calls = new AtomicInteger();
            Sinks.One<Integer> answer = Sinks.one();
            QueryOptions<Integer, Integer> options = QueryOptions.of(round, context -> {
                calls.incrementAndGet();
                return answer.asMono();
            });
            List<Integer> results = new CopyOnWriteArrayList<>();
            Runnable fetch = () -> client.fetch(options).subscribe(results::add);
            together(fetch, fetch, fetch);
            answer.tryEmitValue(7);
            assertThat(calls).hasValue(1);
            assertThat(results).containsExactly(7, 7, 7);
        }
    }

    @Test
    void settleAgainstCancel_answersOnce_andEndsIdle() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            ListKey<Integer> round = ListKey.of(i);
            Sinks.One<Integer> answer = Sinks.one();
            AtomicInteger answers = new AtomicInteger();
            client.fetch(QueryOptions.of(round, context -> answer.asMono()))
                    .subscribe(value -> answers.incrementAndGet(), error -> answers.incrementAndGet());
            together(() -> answer.tryEmitValue(7), () -> client.cancel(QueryFilters.exact(round)));
            assertThat(answers).hasValue(1);
            QueryState<Integer> state = client.getQueryState(round).orElseThrow();
            assertThat(state.fetchStatus()).isEqualTo(FetchStatus.IDLE);
            assertThat(state.status() == QueryStatus.SUCCESS).isEqualTo(state.hasData());
        }
    }

    @Test
    void setQueryDataAgainstAResult_isOneOfTheTwo_andObserversSeeTheLast() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            ListKey<Integer> round = ListKey.of(i);
            Sinks.One<Integer> answer = Sinks.one();
            QueryOptions<Integer, Integer> options = QueryOptions.<Integer>of(round, context -> answer.asMono());
            AtomicInteger seen = new AtomicInteger();
            Disposable observing = client.observe(options).subscribe(result -> {
                Integer data = result.dataOrNull();
                seen.set(data == null ? 0 : data);
            });
            together(() -> answer.tryEmitValue(7), () -> client.setQueryData(round, 8));
            int data = client.getQueryData(round).orElseThrow();
            assertThat(data).isIn(7, 8);
            assertThat(seen).hasValue(data);
            assertThat(client.getQueryState(round).orElseThrow().dataUpdateCount())
                    .isEqualTo(2);
            observing.dispose();
        }
    }

    @Test
    void patchesAgainstRefetches_endAsTheFoldOfWhatIsLeft() throws Exception {
        AtomicInteger base = new AtomicInteger();
        QueryOptions<Integer, Integer> options =
                QueryOptions.<Integer>of(key, context -> Mono.just(base.addAndGet(1_000)));
        AtomicInteger seen = new AtomicInteger();
        client.observe(options).subscribe(result -> seen.set(result.dataOrNull() == null ? 0 : result.dataOrNull()));
        for (int i = 0; i < 300; i++) {
            List<Patch> left = new CopyOnWriteArrayList<>();
            Runnable patching = () -> {
                for (int n = 0; n < 5; n++) {
                    Patch patch = client.patchQueryData(key, data -> data + 1);
                    if (n % 2 == 0) {
                        patch.undo();
                    } else {
                        left.add(patch);
                    }
                }
            };
            together(patching, patching, () -> client.refetch(QueryFilters.all()));
            assertThat(client.getQueryState(key).orElseThrow().pendingPatches()).isEqualTo(4);
            assertThat(client.getQueryData(key).orElseThrow() % 1_000).isEqualTo(4);
            left.forEach(Patch::undo);
            assertThat(client.getQueryData(key).orElseThrow() % 1_000).isZero();
            assertThat(seen).hasValue(client.getQueryData(key).orElseThrow());
        }
    }

    @Test
    void evictionAgainstAttaching_losesNobody() throws Exception {
        try (QueryClient bounded = QueryClient.builder().maximumSize(1).build()) {
            for (int i = 0; i < 1_000; i++) {
                ListKey<Integer> round = ListKey.of(i);
                bounded.setQueryData(round, 1);
                QueryObserver<Integer, Integer> observer = bounded.observer(quiet(round));
                Disposable[] subscription = new Disposable[1];
                together(() -> subscription[0] = observer.subscribe(result -> {}), () -> {
                    for (int n = 0; n < 3; n++) {
                        bounded.setQueryData(ListKey.of("other", n), n);
                    }
                });
                bounded.setQueryData(round, 9);
                assertThat(observer.currentResult().dataOrNull()).isEqualTo(9);
                subscription[0].dispose();
                assertThat(bounded.metrics().active()).isZero();
            }
            bounded.setQueryData(key, 1);
            bounded.setQueryData(ListKey.of("last"), 1);
            assertThat(bounded.metrics().entries()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void invalidateStorms_endFreshAndIdle() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        QueryOptions<Integer, Integer> options = QueryOptions.<Integer>of(
                        key, context -> Mono.just(calls.incrementAndGet()))
                .staleTime(StaleTime.NEVER);
        client.observe(options).subscribe();
        Runnable storm = () -> {
            for (int i = 0; i < 500; i++) {
                client.invalidate(QueryFilters.all());
            }
        };
        together(storm, storm, storm);
        QueryState<Integer> state = client.getQueryState(key).orElseThrow();
        assertThat(state.fetchStatus()).isEqualTo(FetchStatus.IDLE);
        assertThat(state.invalidated()).isFalse();
        assertThat(state.data()).isEqualTo(calls.get());
    }

    @Test
    void closeAgainstEverything_leavesNothing() throws Exception {
        for (int i = 0; i < 300; i++) {
            QueryClient closing = QueryClient.builder()
                    .onError((where, error) -> problems.add(error))
                    .build();
            ListKey<Integer> round = ListKey.of(i);
            AtomicInteger waiting = new AtomicInteger();
            Runnable using = () -> {
                try {
                    for (int n = 0; n < 20; n++) {
                        waiting.incrementAndGet();
                        closing.fetch(QueryOptions.<Integer>of(ListKey.of(n), context -> Mono.never()))
                                .doFinally(signal -> waiting.decrementAndGet())
                                .subscribe(value -> {}, error -> {});
                        closing.observer(quiet(round)).subscribe(result -> {});
                        closing.setQueryData(ListKey.of("set", n), n);
                        closing.patchQueryData(round, data -> data + 1);
                        closing.invalidate(QueryFilters.all());
                    }
                } catch (QueryException closed) {
                    assertThat(closed).hasMessageContaining("is closed");
                }
            };
            together(using, using, closing::close);
            assertThat(closing.metrics()).isEqualTo(new CacheMetrics(0, 0, 0, 0, 0, 0, 0));
            assertThat(waiting).hasValue(0);
        }
    }

    @Test
    void retriesWithoutDelay_onRealThreads_neverHang() {
        for (int i = 0; i < 1_000; i++) {
            AtomicInteger attempts = new AtomicInteger();
            Integer result = client.fetchBlocking(
                    QueryOptions.<Integer>of(
                                    ListKey.of(i),
                                    context -> attempts.incrementAndGet() < 4
                                            ? Mono.error(new IllegalStateException("no"))
                                            : Mono.just(attempts.get()))
                            .retry(RetryPolicy.times(5).delay(Duration.ZERO)),
                    Duration.ofSeconds(60));
            assertThat(result).isEqualTo(4);
        }
    }
}
