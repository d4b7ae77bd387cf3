package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Live updates in virtual time. The server is a log of messages; a fetch gives all of them, 10 ms later. */
class LiveUpdatesTest {

    record Key(String name) implements QueryKey<Log> {}

    /** @param number of the last message that the log contains */
    record Log(List<String> texts, long number) {
        Log with(Message message) {
            List<String> more = new ArrayList<>(texts);
            more.add(message.text());
            return new Log(List.copyOf(more), message.number());
        }
    }

    record Message(long number, String text) {}

    private static final Key KEY = new Key("log");

    private final Clients it = new Clients(builder -> builder.random(() -> 0.5));
    private final List<LiveConnection> connections = new ArrayList<>();
    private final List<Sinks.Many<Message>> wires = new ArrayList<>();
    private final List<Throwable> disconnects = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger fetches = new AtomicInteger();

    /** What the server has. */
    private Log log = new Log(List.of("a"), 1);

    private Mono<Log> fetch() {
        fetches.incrementAndGet();
        return Mono.delay(Duration.ofMillis(10), it.clock).map(tick -> log);
    }

    private Flux<Message> connect(Key key, LiveConnection connection) {
        connections.add(connection);
        Sinks.Many<Message> wire = Sinks.many().unicast().onBackpressureBuffer();
        wires.add(wire);
        return wire.asFlux().doOnCancel(closed::incrementAndGet);
    }

    private final LiveUpdates<Key, Message, Log> plain =
            LiveUpdates.<Key, Message, Log>of(this::connect, Log::with).onDisconnect((key, e) -> disconnects.add(e));
    private final LiveUpdates<Key, Message, Log> numbered = plain.sequence(Message::number);
    private final LiveUpdates<Key, Message, Log> exact = plain.sequence(Message::number, Log::number);

    private QueryOptions<Log, Log> options(LiveUpdates<Key, Message, Log> updates) {
        return QueryDefinition.mono(Key.class, (key, context) -> fetch())
                .onEntryAdded(updates)
                .options(KEY)
                .staleTime(StaleTime.NEVER)
                .retry(0);
    }

    @AfterEach
    void close() {
        it.close();
        assertThat(it.problems).isEmpty();
    }

    private Disposable observe(LiveUpdates<Key, Message, Log> updates) {
        return it.client.observe(options(updates)).subscribe();
    }

    /** The server gets a message and tells it to the newest connection. */
    private void say(String text) {
        hear(write(text));
    }

    /** The server gets a message. */
    private Message write(String text) {
        Message message = new Message(log.number() + 1, text);
        log = log.with(message);
        return message;
    }

    private void hear(Message message) {
        wires.get(wires.size() - 1).tryEmitNext(message).orThrow();
    }

    private void cut() {
        wires.get(wires.size() - 1)
                .tryEmitError(new IllegalArgumentException("cut"))
                .orThrow();
    }

    private List<String> texts() {
        return it.client.getQueryData(KEY).orElseThrow().texts();
    }

    @Nested
    class Messages {
        @Test
        void messages_areFoldedIntoTheData() {
            observe(exact);
            it.pass(10);
            assertThat(texts()).containsExactly("a");
            say("b");
            assertThat(texts()).containsExactly("a", "b");
            it.pass(16);
            say("c");
            assertThat(texts()).containsExactly("a", "b", "c");
            assertThat(fetches).hasValue(1);
            assertThat(it.state(KEY).fetchStatus()).isEqualTo(FetchStatus.IDLE);
        }

        @Test
        void burst_isFewChanges() {
            observe(exact);
            it.pass(10);
            long before = it.state(KEY).dataUpdateCount();
            for (int i = 0; i < 1_000; i++) {
                say("more");
            }
            it.pass(16);
            assertThat(texts()).hasSize(1_001);
            assertThat(it.state(KEY).dataUpdateCount() - before).isEqualTo(2);
        }

        @Test
        void messages_beforeTheData_wait() {
            observe(exact);
            say("b");
            say("c");
            assertThat(it.client.getQueryData(KEY)).isEmpty();
            it.pass(10 + 16);
            assertThat(texts()).containsExactly("a", "b", "c");
            assertThat(fetches).hasValue(1);
        }

        @Test
        void messages_duringAFetch_waitForIt_andAreNotUndone() {
            observe(exact);
            it.pass(10);
            Log old = log;
            it.client.refetch(QueryFilters.all());
            say("b");
            assertThat(texts()).containsExactly("a");
            log = old; // the answer was made before
            it.pass(10);
            it.pass(16);
            assertThat(texts()).containsExactly("a", "b");
        }

        @Test
        void failedFetch_letsThemIn() {
            observe(exact);
            it.pass(10);
            it.client.refetch(QueryFilters.all());
            say("b");
            it.client.cancel(QueryFilters.all());
            it.pass(16);
            assertThat(texts()).containsExactly("a", "b");
            assertThat(disconnects).isEmpty();
        }

        @Test
        void foldThatThrows_isReported_andTheDataIsFetched() {
            LiveUpdates<Key, Message, Log> broken = LiveUpdates.<Key, Message, Log>of(
                            this::connectOf, (log, message) -> {
                                throw new IllegalStateException("broken");
                            })
                    .sequence(Message::number, Log::number);
            observe(broken);
            it.pass(10);
            say("b");
            assertThat(it.problems).singleElement().satisfies(e -> assertThat(e).hasMessage("broken"));
            it.problems.clear();
            it.pass(10);
            assertThat(texts()).containsExactly("a", "b");
            assertThat(fetches).hasValue(2);
        }

        private Flux<Message> connectOf(Key key, LiveConnection connection) {
            return connect(key, connection);
        }

        @Test
        void moreThanCanWait_holdTheServerBack() {
            AtomicInteger sent = new AtomicInteger();
            Sinks.One<Log> answer = Sinks.one();
            Flux<Message> flood = Flux.range(2, 10_000)
                    .map(n -> new Message(n, "m"))
                    .doOnNext(message -> sent.incrementAndGet())
                    .concatWith(Flux.never());
            LiveUpdates<Key, Message, Log> updates = LiveUpdates.<Key, Message, Log>of(
                            (key, connection) -> flood, (log, message) -> new Log(List.of(), message.number()))
                    .sequence(Message::number, Log::number);
            it.client
                    .observe(QueryDefinition.mono(Key.class, (key, context) -> answer.asMono())
                            .onEntryAdded(updates)
                            .options(KEY))
                    .subscribe();
            int before = sent.get() - 1_024; // those that came before the fetch began, which it contains
            assertThat(before).isLessThanOrEqualTo(1_024);
            answer.tryEmitValue(new Log(List.of(), before + 1));
            it.pass(16 * 20);
            assertThat(sent).hasValue(10_000);
            assertThat(it.client.getQueryData(KEY).orElseThrow().number()).isEqualTo(10_001);
        }
    }

    @Nested
    class Gaps {
        @Test
        void gap_fetches_andWhatCameMeanwhileIsAdded() {
            observe(exact);
            it.pass(10);
            write("lost");
            say("c");
            assertThat(texts()).containsExactly("a");
            assertThat(fetches).hasValue(2);
            it.pass(5);
            Log answer = log;
            say("d");
            log = answer;
            it.pass(5 + 16);
            assertThat(texts()).containsExactly("a", "lost", "c", "d");
            assertThat(fetches).hasValue(2);
        }

        @Test
        void messagesThatTheDataContains_areDropped() {
            observe(exact);
            it.pass(10);
            hear(new Message(1, "a"));
            it.pass(16);
            assertThat(texts()).containsExactly("a");
            say("b");
            it.pass(16);
            hear(new Message(2, "b"));
            it.pass(16);
            assertThat(texts()).containsExactly("a", "b");
            assertThat(fetches).hasValue(1);
        }

        @Test
        void fetchThatDoesNotReachTheMessages_isTriedAgainLater() {
            observe(exact);
            it.pass(10);
            Log old = log;
            write("lost");
            say("c");
            Log now = log;
            log = old; // a replica that lags behind
            it.pass(16);
            assertThat(disconnects).singleElement().isInstanceOf(IllegalStateException.class);
            assertThat(fetches).hasValue(2);
            log = now;
            it.pass(1_000);
            assertThat(connections).hasSize(2);
            connections.get(1).opened();
            it.pass(10);
            assertThat(texts()).containsExactly("a", "lost", "c");
        }

        @Test
        void fetchThatFails_isTriedAgainLater() {
            AtomicInteger calls = new AtomicInteger();
            it.client
                    .observe(QueryDefinition.mono(
                                    Key.class,
                                    (key, context) -> calls.incrementAndGet() == 2
                                            ? Mono.<Log>error(new IllegalArgumentException("down"))
                                            : Mono.just(log))
                            .onEntryAdded(exact)
                            .options(KEY)
                            .retry(0))
                    .subscribe();
            write("lost");
            say("c");
            assertThat(disconnects).singleElement().satisfies(e -> assertThat(e).hasMessage("down"));
            it.pass(1_000);
            connections.get(1).opened();
            assertThat(texts()).containsExactly("a", "lost", "c");
            assertThat(it.state(KEY).status()).isEqualTo(QueryStatus.SUCCESS);
        }

        @Test
        void dataWithoutNumber_isTakenAsItComes() {
            observe(numbered);
            connections.get(0).opened();
            it.pass(20); // the first fetch, and one after the connection is open
            assertThat(fetches).hasValue(2);
            say("b");
            write("lost");
            say("d");
            it.pass(16); // notices the gap
            assertThat(fetches).hasValue(3);
            say("e");
            it.pass(10 + 16);
            assertThat(texts()).startsWith("a", "b", "lost", "d", "e");
            assertThat(fetches).hasValue(3);
        }

        @Test
        void withoutNumbers_gapsAreNotNoticed() {
            observe(plain);
            connections.get(0).opened();
            it.pass(20);
            write("lost");
            say("c");
            it.pass(100);
            assertThat(texts()).containsExactly("a", "c");
        }
    }

    @Nested
    class Connections {
        @Test
        void lostConnection_isMadeAgain_andWhatWasMissedIsFetched() {
            observe(exact);
            it.pass(10);
            say("b");
            cut();
            assertThat(disconnects).singleElement().satisfies(e -> assertThat(e).hasMessage("cut"));
            write("missed");
            it.pass(999);
            assertThat(connections).hasSize(1);
            it.pass(1);
            assertThat(connections).hasSize(2);
            assertThat(fetches).hasValue(1);
            connections.get(1).opened();
            assertThat(fetches).hasValue(2);
            it.pass(10);
            assertThat(texts()).containsExactly("a", "b", "missed");
            connections.get(1).opened();
            assertThat(fetches).hasValue(2);
        }

        @Test
        void firstMessage_opensTheConnection() {
            observe(exact);
            it.pass(10);
            say("b");
            cut();
            it.pass(1_000);
            write("missed");
            say("d");
            assertThat(fetches).hasValue(2);
            it.pass(10 + 16);
            assertThat(texts()).containsExactly("a", "b", "missed", "d");
        }

        @Test
        void delays_grow_untilThereIsAMessage() {
            observe(exact);
            it.pass(10);
            for (long seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
                int before = connections.size();
                cut();
                it.pass(seconds * 1_000 - 1);
                assertThat(connections).hasSize(before);
                it.pass(1);
                assertThat(connections).hasSize(before + 1);
            }
            say("b");
            it.pass(16);
            int before = connections.size();
            cut();
            it.pass(1_000);
            assertThat(connections).hasSize(before + 1);
        }

        @Test
        void end_isALostConnection() {
            observe(exact);
            it.pass(10);
            wires.get(0).tryEmitComplete().orThrow();
            assertThat(disconnects).singleElement().isInstanceOf(EOFException.class);
            it.pass(1_000);
            assertThat(connections).hasSize(2);
        }

        @Test
        void sourceThatThrows_isALostConnection() {
            AtomicInteger calls = new AtomicInteger();
            LiveUpdates<Key, Message, Log> updates = LiveUpdates.<Key, Message, Log>of(
                            (key, connection) -> {
                                if (calls.incrementAndGet() == 1) {
                                    throw new IllegalStateException("no network");
                                }
                                return connect(key, connection);
                            },
                            Log::with)
                    .sequence(Message::number, Log::number);
            observe(updates);
            it.pass(10);
            assertThat(connections).isEmpty();
            it.pass(1_000);
            assertThat(connections).hasSize(1);
            say("b");
            assertThat(texts()).containsExactly("a", "b");
        }

        @Test
        void policyThatRefuses_endsIt_untilTheNextObserver() {
            Disposable observed =
                    observe(exact.reconnect(RetryPolicy.DEFAULT.onlyIf(e -> !(e instanceof IllegalArgumentException))));
            it.pass(10);
            cut();
            it.pass(1_000_000);
            assertThat(connections).hasSize(1);
            observed.dispose();
            it.client.observe(optionsAgain()).subscribe();
            assertThat(connections).hasSize(2);
        }

        private QueryOptions<Log, Log> optionsAgain() {
            return QueryOptions.of(KEY, context -> fetch());
        }

        @Test
        void listenerThatThrows_isReported() {
            observe(exact.onDisconnect((key, error) -> {
                throw new IllegalStateException("listener");
            }));
            cut();
            assertThat(it.problems).singleElement().satisfies(e -> assertThat(e).hasMessage("listener"));
            it.problems.clear();
        }

        @Test
        void context_isThatOfTheClient() {
            List<String> tenants = new ArrayList<>();
            try (Clients other =
                    new Clients(builder -> builder.context(reactor.util.context.Context.of("tenant", "x")))) {
                LiveUpdates<Key, Message, Log> updates = LiveUpdates.of(
                        (key, connection) -> Flux.deferContextual(context -> {
                            tenants.add(context.get("tenant"));
                            return Flux.never();
                        }),
                        Log::with);
                other.client
                        .observe(QueryDefinition.mono(Key.class, (key, context) -> Mono.just(log))
                                .onEntryAdded(updates)
                                .options(KEY))
                        .subscribe();
            }
            assertThat(tenants).containsExactly("x");
        }
    }

    @Nested
    class Life {
        @Test
        void entryThatNobodyObserves_isNotConnected() {
            it.client.fetch(options(exact)).subscribe();
            it.pass(10);
            assertThat(connections).isEmpty();
        }

        @Test
        void lastObserver_closesTheConnection_andTheNextOpensAnother() {
            var options = options(exact);
            Disposable one = it.client.observe(options).subscribe();
            Disposable two = it.client.observe(options).subscribe();
            assertThat(connections).hasSize(1);
            it.pass(10);
            connections.get(0).opened();
            one.dispose();
            assertThat(closed).hasValue(0);
            two.dispose();
            assertThat(closed).hasValue(1);
            write("missed");
            it.client.observe(options).subscribe();
            assertThat(connections).hasSize(2);
            connections.get(1).opened();
            it.pass(10);
            assertThat(texts()).containsExactly("a", "missed");
        }

        @Test
        void lastObserver_endsTheWaitingForTheNextConnection() {
            Disposable observed = observe(exact);
            cut();
            observed.dispose();
            it.pass(100_000);
            assertThat(connections).hasSize(1);
        }

        @Test
        void whatAnOldConnectionSays_isIgnored() {
            observe(exact);
            it.pass(10);
            LiveConnection old = connections.get(0);
            cut();
            it.pass(1_000);
            old.opened();
            assertThat(fetches).hasValue(1);
        }

        @Test
        void closedClient_closesTheConnection() {
            observe(exact);
            it.pass(10);
            it.client.close();
            assertThat(closed).hasValue(1);
            it.pass(100_000);
            assertThat(connections).hasSize(1);
        }

        @Test
        void collectedEntry_endsIt() {
            var options = options(exact).gcTime(Duration.ofMillis(100));
            it.client.observe(options).subscribe().dispose();
            it.pass(1_000);
            assertThat(it.client.getQueryState(KEY)).isEmpty();
            assertThat(closed).hasValue(1);
            it.client.observe(options).subscribe();
            assertThat(connections).hasSize(2);
            it.pass(10);
            say("b");
            assertThat(texts()).containsExactly("a", "b");
        }

        @Test
        void queryWithoutAFunction_goesOnAcrossTheGap() {
            it.client.setQueryDefaults(QueryFilters.all(), UnaryOperator.identity());
            var definition =
                    QueryDefinition.mono(Key.class, (key, context) -> fetch()).onEntryAdded(exact);
            it.client.fetch(definition.options(KEY)).subscribe();
            it.pass(10);
            it.client.observe(definition.options(KEY).enabled(false)).subscribe();
            write("lost");
            say("c");
            it.pass(10 + 16);
            assertThat(texts())
                    .containsExactly("a", "lost", "c"); // a disabled observer does not keep it from catching up
        }
    }

    /** Messages of one thread, refetches of another, cuts of a third: at the end the data is what the server has. */
    @Test
    void threads_endWithWhatTheServerHas() throws Exception {
        int count = 3_000;
        Object server = new Object();
        List<Sinks.Many<Message>> open = new ArrayList<>();
        Log[] all = {new Log(List.of(), 0)};
        LiveUpdates<Key, Message, Log> updates = LiveUpdates.<Key, Message, Log>of(
                        (key, connection) -> Flux.defer(() -> {
                            synchronized (server) {
                                Sinks.Many<Message> wire =
                                        Sinks.many().unicast().onBackpressureBuffer();
                                open.add(wire);
                                connection.opened();
                                return wire.asFlux();
                            }
                        }),
                        (log, message) -> new Log(List.of(), message.number()))
                .sequence(Message::number, Log::number)
                .reconnect(RetryPolicy.times(Integer.MAX_VALUE).delay(Duration.ofMillis(1)));
        var definition = QueryDefinition.mono(
                        Key.class,
                        (key, context) -> Mono.fromSupplier(() -> {
                                    synchronized (server) {
                                        return all[0];
                                    }
                                })
                                .subscribeOn(Schedulers.boundedElastic()))
                .onEntryAdded(updates);
        CountDownLatch reached = new CountDownLatch(1);
        try (QueryClient client = QueryClient.create()) {
            client.observe(definition.options(KEY)).subscribe(result -> {
                if (result.dataOrNull() != null && result.dataOrNull().number() == count) {
                    reached.countDown();
                }
            });
            Thread writer = new Thread(() -> {
                for (int i = 1; i <= count; i++) {
                    synchronized (server) {
                        Message message = new Message(i, "m");
                        all[0] = new Log(List.of(), i);
                        List<Sinks.Many<Message>> wires = List.copyOf(open); // this thread may open others meanwhile
                        wires.forEach(wire -> wire.tryEmitNext(message));
                        if (i % 500 == 0) {
                            open.clear();
                            wires.forEach(wire -> wire.tryEmitError(new EOFException("cut")));
                        }
                    }
                }
            });
            Thread refetcher = new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    client.refetch(QueryFilters.all());
                }
            });
            writer.start();
            refetcher.start();
            writer.join();
            refetcher.join();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
