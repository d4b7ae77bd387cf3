package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.Clients.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/** Definitions that load many keys at a time. */
class BehavioursBatchTest {

    record Square(int number) implements QueryKey<Integer> {}

    private final Clients it = new Clients();
    private final List<Set<Square>> calls = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    private static Map<Square, Integer> squares(Set<Square> keys) {
        Map<Square, Integer> all = new LinkedHashMap<>();
        keys.forEach(key -> all.put(key, key.number * key.number));
        return all;
    }

    private QueryDefinition<Square, Integer> definition(BatchOptions options) {
        return definition((keys, context) -> Mono.just(squares(keys)), options);
    }

    private QueryDefinition<Square, Integer> definition(
            BiFunction<Set<Square>, BatchContext, Mono<Map<Square, Integer>>> function, BatchOptions options) {
        return QueryDefinition.batch(
                        Square.class,
                        (keys, context) -> {
                            calls.add(keys);
                            return function.apply(keys, context);
                        },
                        options)
                .defaults(defaults -> defaults.retry(RetryPolicy.NONE));
    }

    private static Set<Square> keys(int... numbers) {
        return Set.of(java.util.Arrays.stream(numbers).mapToObj(Square::new).toArray(Square[]::new));
    }

    private static BatchOptions window(long millis) {
        return BatchOptions.ofDefaults().window(Duration.ofMillis(millis));
    }

    @Test
    void b48_aThousandThreads_loadEachKeyOnceInBatchesOf25() throws Exception {
        QueryDefinition<Square, Integer> squares =
                definition(window(1).maxSize(25)).defaults(defaults -> defaults.staleTime(StaleTime.NEVER));
        int threads = 1_000;
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (QueryClient client = QueryClient.create()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Square key = new Square(thread % 100);
                results.add(pool.submit(() -> {
                    ready.countDown();
                    go.await();
                    return client.fetchBlocking(squares.options(key), Duration.ofMinutes(2));
                }));
            }
            assertThat(ready.await(2, TimeUnit.MINUTES)).isTrue();
            go.countDown();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread % 100;
                assertThat(results.get(thread).get(2, TimeUnit.MINUTES)).isEqualTo(number * number);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(calls).allSatisfy(keys -> assertThat(keys).hasSizeBetween(1, 25));
        assertThat(calls.stream().flatMap(Set::stream)).hasSize(100).doesNotHaveDuplicates();
    }

    @Nested
    class Collecting {

        @Test
        void withoutAWindow_anOperationIsOneCall_atItsEnd() {
            QueryDefinition<Square, Integer> squares = definition(BatchOptions.ofDefaults());
            List<Results<Integer>> results = Stream.of(1, 2, 3)
                    .map(n -> it.observe(squares.options(new Square(n))))
                    .toList();
            it.pass(1);
            assertThat(calls).containsExactly(keys(1, 2, 3));
            it.client.invalidate(QueryFilters.all());
            assertThat(calls).containsExactly(keys(1, 2, 3), keys(1, 2, 3));
            assertThat(results).extracting(each -> each.last().dataOrNull()).containsExactly(1, 4, 9);
        }

        @Test
        void withoutAWindow_andOutsideOfAnOperation_itIsAMillisecond() {
            QueryDefinition<Square, Integer> squares = definition(BatchOptions.ofDefaults());
            it.observe(squares.options(new Square(1)));
            assertThat(calls).isEmpty();
            it.clock.advanceTimeBy(Duration.ofNanos(999_999));
            assertThat(calls).isEmpty();
            it.clock.advanceTimeBy(Duration.ofNanos(1));
            assertThat(calls).containsExactly(keys(1));
        }

        @Test
        void aWindow_isCountedFromTheFirstKey() {
            QueryDefinition<Square, Integer> squares = definition(window(5));
            Results<Integer> first = it.observe(squares.options(new Square(1)));
            it.pass(4);
            it.observe(squares.options(new Square(2)));
            assertThat(calls).isEmpty();
            it.pass(1);
            assertThat(calls).containsExactly(keys(1, 2));
            assertThat(first.last().dataOrNull()).isEqualTo(1);
            it.observe(squares.options(new Square(3)));
            it.pass(5);
            assertThat(calls).hasSize(2).last().isEqualTo(keys(3));
        }

        @Test
        void aFullBatch_isLoadedAtOnce() {
            QueryDefinition<Square, Integer> squares = definition(window(5).maxSize(2));
            for (int n = 1; n <= 5; n++) {
                it.observe(squares.options(new Square(n)));
            }
            assertThat(calls).containsExactly(keys(1, 2), keys(3, 4));
            it.pass(5);
            assertThat(calls).hasSize(3).last().isEqualTo(keys(5));
        }

        @Test
        void dependentLoads_areBatchesByThemselves() {
            record Cube(int number) implements QueryKey<Integer> {}
            QueryDefinition<Square, Integer> squares = definition(BatchOptions.ofDefaults());
            List<Set<Cube>> cubeCalls = new ArrayList<>();
            QueryDefinition<Cube, Integer> cubes = QueryDefinition.batch(Cube.class, (keys, context) -> {
                cubeCalls.add(keys);
                Map<Cube, Integer> all = new LinkedHashMap<>();
                keys.forEach(key -> all.put(key, key.number * key.number * key.number));
                return Mono.just(all);
            });
            List<Integer> found = new ArrayList<>();
            for (int n = 1; n <= 3; n++) {
                it.client
                        .fetch(squares.options(new Square(n)))
                        .flatMap(square -> it.client.fetch(cubes.options(new Cube(square))))
                        .subscribe(found::add);
            }
            it.pass(1);
            assertThat(cubeCalls).containsExactly(Set.of(new Cube(1), new Cube(4), new Cube(9)));
            assertThat(found).containsExactly(1, 64, 729);
        }

        @Test
        void aListenerThatBlocksInsideAnOperation_getsItsData() {
            QueryDefinition<Square, Integer> squares = definition(BatchOptions.ofDefaults());
            ListKey<Integer> other = ListKey.of("other");
            List<Integer> found = new CopyOnWriteArrayList<>();
            try (QueryClient client = QueryClient.create()) {
                Disposable observing = client.observer(QueryOptions.cached(other))
                        .subscribe(result ->
                                found.add(client.fetchBlocking(squares.options(new Square(7)), Duration.ofMinutes(1))));
                client.setQueryData(other, 1);
                observing.dispose();
            }
            assertThat(found).containsExactly(49);
        }

        @Test
        void contexts_areNeverMixed() {
            List<String> asked = new ArrayList<>();
            QueryDefinition<Square, Integer> squares = definition(
                            (keys, context) -> Mono.deferContextual(subscriber -> {
                                asked.add(
                                        context.context().get("tenant") + ":" + subscriber.get("tenant") + keys.size());
                                assertThat(context.client()).isSameAs(it.client);
                                return Mono.just(squares(keys));
                            }),
                            window(5))
                    .contextKeys("tenant");
            for (String tenant : List.of("a", "b", "a")) {
                for (int number : List.of(1, 2)) {
                    it.client
                            .fetch(squares.options(new Square(number)))
                            .contextWrite(Context.of("tenant", tenant))
                            .subscribe();
                }
            }
            it.pass(5);
            assertThat(asked).containsExactlyInAnyOrder("a:a2", "b:b2");
        }

        @Test
        void twoClients_haveBatchesOfTheirOwn() {
            QueryDefinition<Square, Integer> squares = definition(window(5));
            try (Clients other = new Clients()) {
                it.observe(squares.options(new Square(1)));
                other.observe(squares.options(new Square(2)));
                it.pass(5);
                assertThat(calls).containsExactly(keys(1));
                other.pass(5);
                assertThat(calls).containsExactly(keys(1), keys(2));
            }
        }
    }

    @Nested
    class Failing {

        @Test
        void aKeyThatIsMissing_failsAlone_andIsNotTriedAgain() {
            QueryDefinition<Square, Integer> squares = definition(
                            (keys, context) -> Mono.just(Map.of(new Square(1), 1)), window(5))
                    .defaults(defaults -> defaults.retry(RetryPolicy.times(3)));
            Results<Integer> found = it.observe(squares.options(new Square(1)));
            Results<Integer> missing = it.observe(squares.options(new Square(2)));
            it.pass(60_000);
            assertThat(found.last().dataOrNull()).isEqualTo(1);
            assertThat(missing.last().errorOrNull())
                    .isInstanceOf(MissingInBatchException.class)
                    .hasMessageContaining("Square[number=2]")
                    .extracting(error -> ((QueryException) error).code())
                    .isEqualTo("ATOMS-240");
            assertThat(calls).hasSize(1);
        }

        @Test
        void anAnswerWithoutAValue_isMissingForAll() {
            QueryDefinition<Square, Integer> squares = definition((keys, context) -> Mono.empty(), window(5));
            Results<Integer> one = it.observe(squares.options(new Square(1)));
            it.pass(5);
            assertThat(one.last().errorOrNull()).isInstanceOf(MissingInBatchException.class);
        }

        @Test
        void aFunctionThatThrows_orGivesAnUnusableMap_failsItsKeys() {
            QueryDefinition<Square, Integer> throwing = definition(
                    (keys, context) -> {
                        throw new IllegalStateException("no");
                    },
                    window(5));
            Results<Integer> one = it.observe(throwing.options(new Square(1)));
            it.pass(5);
            assertThat(one.last().errorOrNull()).hasMessage("no");
        }

        @Test
        void aMapThatDoesNotTakeTheKey_failsIt() {
            Map<Square, Integer> unusable = new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                public Integer get(@Nullable Object key) {
                    throw new ClassCastException("not comparable");
                }
            };
            QueryDefinition<Square, Integer> squares = definition((keys, context) -> Mono.just(unusable), window(5));
            Results<Integer> one = it.observe(squares.options(new Square(1)));
            it.pass(5);
            assertThat(one.last().errorOrNull()).hasMessage("not comparable");
        }

        @Test
        void aFailure_isThatOfAllKeys_andTheyAreTriedAgainTogether() {
            QueryDefinition<Square, Integer> squares = definition(
                            (keys, context) -> calls.size() == 1
                                    ? Mono.error(new IllegalStateException("down"))
                                    : Mono.just(squares(keys)),
                            BatchOptions.ofDefaults())
                    .defaults(defaults -> defaults.retry(RetryPolicy.times(3)));
            Results<Integer> one = it.observe(squares.options(new Square(1)));
            Results<Integer> two = it.observe(squares.options(new Square(2)));
            it.pass(1);
            assertThat(one.last().info().failureCount()).isEqualTo(1);
            assertThat(two.last().info().failureReason()).hasMessage("down");
            it.pass(1_001);
            assertThat(calls).containsExactly(keys(1, 2), keys(1, 2));
            assertThat(one.last().dataOrNull()).isEqualTo(1);
            assertThat(two.last().dataOrNull()).isEqualTo(4);
        }

        @Test
        void options_areChecked() {
            assertThatThrownBy(() -> BatchOptions.ofDefaults().maxSize(0)).hasMessageContaining("maxSize");
            assertThatThrownBy(() -> window(-1)).hasMessageContaining("window");
        }
    }

    @Nested
    class Cancelling {

        private final Sinks.One<Map<Square, Integer>> answer = Sinks.one();
        private final List<String> ends = new ArrayList<>();
        private final QueryDefinition<Square, Integer> squares = definition(
                        (keys, context) -> answer.asMono().doOnCancel(() -> ends.add("cancelled")), window(5))
                .defaults(defaults -> defaults.cancelWhenUnobserved(true));

        @Test
        void aKeyThatLeavesInTime_isNotLoaded() {
            Results<Integer> one = it.observe(squares.options(new Square(1)));
            it.observe(squares.options(new Square(2)));
            it.pass(2);
            one.observer.dispose();
            it.pass(3);
            assertThat(calls).containsExactly(keys(2));
        }

        @Test
        void whenAllLeaveInTime_thereIsNoCall() {
            it.observe(squares.options(new Square(1))).observer.dispose();
            it.pass(10);
            assertThat(calls).isEmpty();
            it.observe(squares.options(new Square(2)));
            it.pass(4);
            assertThat(calls).isEmpty();
            it.pass(1);
            assertThat(calls).containsExactly(keys(2));
        }

        @Test
        void aRunningCall_endsWithItsLastKey() {
            Results<Integer> one = it.observe(squares.options(new Square(1)));
            Results<Integer> two = it.observe(squares.options(new Square(2)));
            it.pass(5);
            one.observer.dispose();
            assertThat(ends).isEmpty();
            two.observer.dispose();
            assertThat(ends).containsExactly("cancelled");
        }

        @Test
        void theOthers_getTheirData() {
            Results<Integer> one = it.observe(squares.options(new Square(1)));
            Results<Integer> two = it.observe(squares.options(new Square(2)));
            it.pass(5);
            one.observer.dispose();
            answer.tryEmitValue(squares(keys(1, 2)));
            assertThat(two.last().dataOrNull()).isEqualTo(4);
            assertThat(it.client.getQueryData(new Square(1))).isEmpty();
        }

        @Test
        void aTimeoutOfOneKey_isItsOwn() {
            Results<Integer> hasty = it.observe(squares.options(new Square(1)).timeout(Duration.ofMillis(10)));
            Results<Integer> patient = it.observe(squares.options(new Square(2)));
            it.pass(10);
            assertThat(hasty.last().errorOrNull()).isInstanceOf(java.util.concurrent.TimeoutException.class);
            answer.tryEmitValue(squares(keys(1, 2)));
            assertThat(patient.last().dataOrNull()).isEqualTo(4);
        }

        @Test
        void closing_cancelsCallsAndTimers() {
            it.observe(squares.options(new Square(1)));
            it.pass(5);
            it.observe(squares.options(new Square(2)));
            it.client.close();
            assertThat(ends).containsExactly("cancelled");
            it.pass(10);
            assertThat(calls).containsExactly(keys(1));
        }
    }

    /** Keys come, leave and are answered on several threads: each call has every key once, and nobody is forgotten. */
    @Test
    void keysThatComeAndLeaveAtOnce_losesNobody() throws Exception {
        UnaryOperator<QueryDefaults> tune = defaults -> defaults.cancelWhenUnobserved(true);
        QueryDefinition<Square, Integer> squares =
                definition(BatchOptions.ofDefaults().maxSize(4)).defaults(tune);
        ConcurrentLinkedQueue<Integer> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (QueryClient client = QueryClient.create()) {
            List<Future<?>> rounds = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int mine = thread;
                rounds.add(pool.submit(() -> {
                    for (int round = 0; round < 500; round++) {
                        int number = mine * 1_000 + round;
                        Disposable leaver = client.fetch(squares.options(new Square(-number - 1)))
                                .subscribe();
                        Mono<Integer> stays = client.fetch(squares.options(new Square(number)));
                        leaver.dispose();
                        if (stays.block(Duration.ofMinutes(1)) != number * number) {
                            wrong.add(number);
                        }
                    }
                }));
            }
            for (Future<?> each : rounds) {
                each.get(2, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(wrong).isEmpty();
        assertThat(calls).allSatisfy(keys -> assertThat(keys).hasSizeBetween(1, 4));
    }
}
