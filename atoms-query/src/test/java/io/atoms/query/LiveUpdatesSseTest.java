package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Live updates by server-sent events of a real server, whose connections are cut. */
class LiveUpdatesSseTest {

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

    /** Serves the log as text, and what is added to it as server-sent events. */
    private static final class Server {
        private final List<String> texts = new ArrayList<>(List.of("a"));
        private final List<Sinks.Many<String>> listeners = new ArrayList<>();
        private final List<Connection> connections = new CopyOnWriteArrayList<>();
        private final AtomicInteger streams = new AtomicInteger();
        private final AtomicInteger fetches = new AtomicInteger();
        private final DisposableServer http = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/log", this::log).get("/changes", this::changes))
                .bindNow();

        private Publisher<Void> log(HttpServerRequest request, HttpServerResponse response) {
            String now = all();
            fetches.incrementAndGet(); // a fetch that was counted does not know what comes after
            return response.sendString(Mono.just(now));
        }

        synchronized String all() {
            return String.join(",", texts);
        }

        private Publisher<Void> changes(HttpServerRequest request, HttpServerResponse response) {
            streams.incrementAndGet();
            response.withConnection(connections::add);
            Flux<String> events = Flux.defer(this::listen).startWith(": hello\n\n");
            return response.sse()
                    .send(events.map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)), chunk -> true);
        }

        private synchronized Flux<String> listen() {
            Sinks.Many<String> listener = Sinks.many().unicast().onBackpressureBuffer();
            listeners.add(listener);
            return listener.asFlux();
        }

        synchronized void add(String text) {
            addSilently(text);
            String event = "data: " + texts.size() + " " + text + "\n\n";
            listeners.forEach(listener -> listener.tryEmitNext(event));
        }

        /** An event that gets lost. */
        synchronized void addSilently(String text) {
            texts.add(text);
        }

        /** Cuts all connections for events, without a goodbye. */
        synchronized void cut() {
            listeners.clear();
            connections.forEach(connection -> connection.channel().close());
            connections.clear();
        }
    }

    private final Server server = new Server();
    private final HttpClient http = HttpClient.newConnection().baseUrl("http://127.0.0.1:" + server.http.port());
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final List<Throwable> disconnects = new CopyOnWriteArrayList<>();
    private final QueryClient client =
            QueryClient.builder().onError((where, error) -> problems.add(error)).build();

    private final QueryDefinition<Key, Log> definition = QueryDefinition.mono(
                    Key.class,
                    (key, context) -> http.get()
                            .uri("/log")
                            .responseContent()
                            .aggregate()
                            .asString()
                            .map(text -> List.of(text.split(",")))
                            .map(texts -> new Log(texts, texts.size())))
            .onEntryAdded(LiveUpdates.<Key, Message, Log>of(this::changes, Log::with)
                    .sequence(Message::number, Log::number)
                    .reconnect(RetryPolicy.times(Integer.MAX_VALUE).delay(Duration.ofMillis(20)))
                    .onDisconnect((key, error) -> disconnects.add(error)));

    private Flux<Message> changes(Key key, LiveConnection connection) {
        return http.get().uri("/changes").response((response, content) -> {
            connection.opened();
            StringBuilder incomplete = new StringBuilder();
            return content.asString()
                    .concatMapIterable(part -> lines(incomplete, part))
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.split(" ", 3))
                    .map(parts -> new Message(Long.parseLong(parts[1]), parts[2]));
        });
    }

    /** The lines that a part of a text completes. */
    private static List<String> lines(StringBuilder incomplete, String part) {
        incomplete.append(part);
        List<String> lines = new ArrayList<>();
        int end;
        while ((end = incomplete.indexOf("\n")) >= 0) {
            lines.add(incomplete.substring(0, end));
            incomplete.delete(0, end + 1);
        }
        return lines;
    }

    @AfterEach
    void close() {
        client.close();
        server.http.disposeNow(Duration.ofSeconds(30));
        assertThat(problems).isEmpty();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private void assertUpToDate() {
        eventually(() -> assertThat(client.getQueryData(KEY).map(log -> String.join(",", log.texts())))
                .contains(server.all()));
    }

    @Test
    void dataIsThatOfTheServer_whateverHappensToTheConnection() {
        Disposable observed = client.observe(definition.options(KEY).staleTime(StaleTime.NEVER))
                .subscribe();
        assertUpToDate();
        eventually(() -> assertThat(server.connections).isNotEmpty());

        server.add("b");
        server.add("c");
        assertUpToDate();

        server.add("d");
        server.cut();
        server.add("missed"); // nobody listens
        assertUpToDate();
        assertThat(disconnects).isNotEmpty();
        assertThat(server.streams).hasValueGreaterThanOrEqualTo(2);

        eventually(() -> assertThat(server.connections).isNotEmpty());
        int fetches = server.fetches.get();
        server.addSilently("lost");
        server.add("f");
        assertUpToDate();
        assertThat(server.fetches).hasValueGreaterThan(fetches);

        for (int i = 0; i < 500; i++) {
            server.add("n" + i);
            if (i % 100 == 50) {
                server.cut();
            }
        }
        assertUpToDate();

        Connection last = server.connections.get(server.connections.size() - 1);
        observed.dispose();
        eventually(() -> assertThat(last.isDisposed()).isTrue());
    }
}
