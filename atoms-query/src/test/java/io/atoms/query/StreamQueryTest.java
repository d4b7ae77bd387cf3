package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.query.CacheEvent.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class StreamQueryTest {

    record Key(String name) implements QueryKey<List<Long>> {}

    private static final Key KEY = new Key("stream");

    private final Clients it = new Clients();
    private final AtomicInteger subscriptions = new AtomicInteger();

    /** What the server sends; replaced by tests. */
    private volatile Flux<Long> server = Flux.just(1L, 2L);

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    private QueryOptions<List<Long>, List<Long>> options(StreamRefetchMode mode) {
        return QueryDefinition.<Key, Long, List<Long>>stream(
                        Key.class,
                        (key, context) -> {
                            subscriptions.incrementAndGet();
                            return server;
                        },
                        List.of(),
                        BehavioursStreamsTest::add,
                        mode)
                .options(KEY);
    }

    private QueryOptions<List<Long>, List<Long>> options() {
        return options(StreamRefetchMode.RESET);
    }

    private List<Long> data() {
        return it.client.getQueryData(KEY).orElse(null);
    }

    private long writes() {
        return it.events.stream()
                .filter(event -> event instanceof CacheEvent.Updated updated && updated.action() == Action.SUCCESS)
                .count();
    }

    @Nested
    class Conflation {
        @Test
        void burst_isOneChangeMore() {
            server = Flux.range(1, 50).map(Integer::longValue);
            it.client.observe(options()).subscribe();
            assertThat(data()).hasSize(50);
            assertThat(writes()).isEqualTo(3); // the first chunk, the rest, the end
        }

        @Test
        void millionChunks_areFoldedAsTheyCome() {
            ListKey<Long> sum = ListKey.of("sum");
            List<Long> requests = Collections.synchronizedList(new ArrayList<>());
            Flux<Long> million =
                    Flux.range(1, 1_000_000).doOnRequest(requests::add).map(Integer::longValue);
            it.client
                    .observe(QueryOptions.stream(sum, context -> million, 0L, Long::sum))
                    .subscribe();
            assertThat(it.client.getQueryData(sum)).contains(500_000_500_000L);
            assertThat(writes()).isLessThanOrEqualTo(3);
            assertThat(requests).allMatch(n -> n <= 256);
        }

        @Test
        void chunksWithinATick_areShownAtItsEnd() {
            Sinks.Many<Long> chunks = Sinks.many().unicast().onBackpressureBuffer();
            server = chunks.asFlux();
            it.client.observe(options()).subscribe();
            chunks.tryEmitNext(1L);
            assertThat(data()).containsExactly(1L);
            it.pass(5);
            chunks.tryEmitNext(2L);
            chunks.tryEmitNext(3L);
            it.pass(10);
            assertThat(data()).containsExactly(1L);
            it.pass(1);
            assertThat(data()).containsExactly(1L, 2L, 3L);
            it.pass(15);
            chunks.tryEmitNext(4L);
            assertThat(data()).hasSize(3);
            it.pass(1);
            assertThat(data()).hasSize(4);
            it.pass(16);
            chunks.tryEmitNext(5L);
            assertThat(data()).hasSize(5);
        }

        @Test
        void steadyChunks_areWrittenOncePerTick() {
            server = Flux.interval(Duration.ofMillis(1), it.clock).take(160);
            it.client.observe(options()).subscribe();
            it.pass(1_000);
            assertThat(data()).hasSize(160);
            assertThat(writes()).isBetween(10L, 13L);
        }

        /** The end of a tick on another thread than the chunks: nothing old is written over something new. */
        @Test
        void threads_neverGoBack() throws Exception {
            Scheduler timers = Schedulers.newSingle("timers");
            try (QueryClient client = QueryClient.builder().scheduler(timers).build()) {
                ListKey<Long> count = ListKey.of("count");
                CountDownLatch ended = new CountDownLatch(1);
                List<Long> seen = Collections.synchronizedList(new ArrayList<>());
                Flux<Integer> chunks = Flux.range(0, 300_000).publishOn(Schedulers.parallel());
                Disposable observed = client.observe(QueryOptions.stream(count, context -> chunks, 0L, (n, c) -> n + 1))
                        .subscribe(result -> {
                            if (result.dataOrNull() != null) {
                                seen.add(result.dataOrNull());
                            }
                            if (result.isSuccess() && !result.isFetching()) {
                                ended.countDown();
                            }
                        });
                assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
                observed.dispose();
                assertThat(seen).isSorted().last().isEqualTo(300_000L);
            } finally {
                timers.dispose();
            }
        }
    }

    @Nested
    class Ends {
        @Test
        void fetch_givesTheWhole() {
            List<List<Long>> got = new ArrayList<>();
            server = Flux.interval(Duration.ofMillis(50), it.clock).take(3);
            it.client.fetch(options()).subscribe(got::add);
            it.pass(149);
            assertThat(got).isEmpty();
            it.pass(1);
            assertThat(got).containsExactly(List.of(0L, 1L, 2L));
        }

        @Test
        void error_midStream_keepsWhatCame() {
            server = Flux.concat(Flux.just(1L, 2L), Flux.error(new IllegalArgumentException("cut")));
            List<QueryResult<List<Long>>> seen = new ArrayList<>();
            it.client.observe(options().retry(0)).subscribe(seen::add);
            QueryResult<List<Long>> last = seen.get(seen.size() - 1);
            assertThat(last.isRefetchError()).isTrue();
            assertThat(last.errorOrNull()).hasMessage("cut");
            assertThat(last.dataOrNull()).containsExactly(1L, 2L);
            assertThat(last.isFetching()).isFalse();
        }

        @Test
        void error_beforeTheFirstChunk_isALoadingError() {
            server = Flux.error(new IllegalArgumentException("cut"));
            it.client.observe(options().retry(0)).subscribe();
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.ERROR);
            assertThat(data()).isNull();
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource
        void retry_beginsAnew(StreamRefetchMode mode) {
            it.client.observe(options(mode)).subscribe();
            assertThat(data()).containsExactly(1L, 2L);
            Flux<Long> cut = Flux.concat(Flux.just(3L), Flux.error(new IllegalArgumentException("cut")));
            server = cut;
            it.client.refetch(QueryFilters.all());
            server = Flux.just(3L, 4L);
            it.pass(1_000);
            assertThat(subscriptions).hasValue(3);
            assertThat(data()).isEqualTo(mode == StreamRefetchMode.APPEND ? List.of(1L, 2L, 3L, 4L) : List.of(3L, 4L));
        }

        @ParameterizedTest(name = "{0}")
        @EnumSource
        void cancel_midStream_goesBack(StreamRefetchMode mode) {
            it.client.observe(options(mode)).subscribe();
            server = Flux.concat(Flux.just(3L), Flux.never());
            it.client.refetch(QueryFilters.all());
            it.client.cancel(QueryFilters.all());
            assertThat(data()).containsExactly(1L, 2L);
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.SUCCESS);
            assertThat(it.state(KEY).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        }

        @Test
        void cancel_ofTheFirstStream_goesBackToNothing() {
            server = Flux.concat(Flux.just(3L), Flux.never());
            it.client.observe(options()).subscribe();
            assertThat(data()).containsExactly(3L);
            it.client.cancel(QueryFilters.all());
            assertThat(data()).isNull();
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.PENDING);
        }

        @Test
        void cancel_endsTheSubscription_andItsTimer() {
            AtomicInteger cancelled = new AtomicInteger();
            server = Flux.<Long>never().startWith(1L, 2L).doOnCancel(cancelled::incrementAndGet);
            it.client.observe(options()).subscribe();
            it.client.cancel(QueryFilters.all());
            assertThat(cancelled).hasValue(1);
            it.pass(100);
            assertThat(data()).isNull();
        }

        @Test
        void refetchThatRestarts_appendsToTheDataBefore() {
            it.client.observe(options(StreamRefetchMode.APPEND)).subscribe();
            server = Flux.concat(Flux.just(3L), Flux.never());
            it.client.refetch(QueryFilters.all());
            assertThat(data()).containsExactly(1L, 2L, 3L);
            server = Flux.just(4L);
            it.client.refetch(QueryFilters.all());
            assertThat(data()).containsExactly(1L, 2L, 4L);
        }

        @Test
        void unobservedStream_goesOn_unlessItIsToEnd() {
            Sinks.Many<Long> chunks = Sinks.many().unicast().onBackpressureBuffer();
            server = chunks.asFlux();
            var options = options();
            it.client.observe(options).subscribe().dispose();
            chunks.tryEmitNext(1L);
            chunks.tryEmitComplete();
            assertThat(data()).containsExactly(1L);
            AtomicInteger cancelled = new AtomicInteger();
            server = Flux.<Long>never().doOnCancel(cancelled::incrementAndGet);
            it.client.observe(options.cancelWhenUnobserved(true)).subscribe().dispose();
            assertThat(cancelled).hasValue(1);
            assertThat(data()).containsExactly(1L);
        }
    }

    @Nested
    class Errors {
        @Test
        void reducerThatThrows_isAnErrorOfTheQuery() {
            AtomicInteger cancelled = new AtomicInteger();
            var options = QueryOptions.<Long, List<Long>>stream(
                    KEY,
                    context -> Flux.<Long>never().startWith(1L).doOnCancel(cancelled::incrementAndGet),
                    List.of(),
                    (list, chunk) -> {
                        throw new IllegalStateException("broken");
                    });
            it.client.observe(options.retry(0)).subscribe();
            assertThat(it.state(KEY).error()).hasMessage("broken");
            assertThat(cancelled).hasValue(1);
        }

        @Test
        void reducerThatGivesNull_says() {
            var options = QueryOptions.<Long, List<Long>>stream(
                    KEY, context -> Flux.just(1L), List.of(), (list, chunk) -> null);
            it.client.observe(options.retry(0)).subscribe();
            assertThat(it.state(KEY).error()).hasMessage("the reducer of a stream gave null");
        }

        @Test
        void functionThatThrows_isAnErrorOfTheQuery() {
            var options = QueryOptions.<Long, List<Long>>stream(
                    KEY,
                    context -> {
                        throw new IllegalStateException("broken");
                    },
                    List.of(),
                    BehavioursStreamsTest::add);
            it.client.observe(options.retry(0)).subscribe();
            assertThat(it.state(KEY).error()).hasMessage("broken");
        }

        @Test
        void seed_mustNotBeNull() {
            assertThatThrownBy(() -> QueryOptions.<Long, List<Long>>stream(
                            KEY, context -> Flux.empty(), null, BehavioursStreamsTest::add))
                    .hasMessage("seed");
        }

        @Test
        void timeout_isForTheFirstChunk() {
            server = Flux.interval(Duration.ofMillis(50), it.clock).take(3);
            it.client.observe(options().timeout(Duration.ofMillis(60)).retry(0)).subscribe();
            it.pass(200);
            assertThat(data()).containsExactly(0L, 1L, 2L);
            server = Flux.never();
            it.client.refetch(QueryFilters.all());
            it.pass(60);
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.ERROR);
        }
    }
}
