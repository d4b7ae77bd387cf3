package io.atoms.samples.board.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Json;
import io.atoms.samples.board.server.Faults.Fate;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.resources.LoopResources;

/**
 * An HTTP server of this machine with a {@link TaskTable}. It takes its time, and not all goes well.
 *
 * <table>
 * <caption>Requests</caption>
 * <tr><td>{@code GET /tasks?before=ID&size=N}</td><td>a page of the list</td></tr>
 * <tr><td>{@code GET /tasks/ID}</td><td>all about a task, or 404</td></tr>
 * <tr><td>{@code POST /edits}</td><td>makes an edit, by its header {@code Idempotency-Key} once; 409 with the task if
 * others have changed it, 422 with the reason if it must not be</td></tr>
 * <tr><td>{@code GET /events}</td><td>live updates, as server-sent events after a word of welcome</td></tr>
 * </table>
 */
public final class BoardServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int SLOWER = 10;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final TaskTable table;
    private final Faults faults;
    private final Duration latency;
    private final Scheduler time;
    private final LoopResources threads = LoopResources.create("board-server", 1, true);
    private final DisposableServer server;

    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();

    /**
     * Listens on any free port.
     *
     * @param latency how long an answer takes
     * @param time measures that; it is not disposed with the server
     */
    public BoardServer(TaskTable table, Faults faults, Duration latency, Scheduler time) {
        this.table = table;
        this.faults = faults;
        this.latency = latency;
        this.time = time;
        this.server = HttpServer.create()
                .host(HOST)
                .port(0)
                .runOn(threads)
                .route(this::routes)
                .bindNow();
    }

    /** Where its paths begin. */
    public URI address() {
        return URI.create("http://" + HOST + ":" + ((InetSocketAddress) server.address()).getPort());
    }

    /** What has become of all requests so far. */
    public ServerCounts counts() {
        return new ServerCounts(
                received.get(),
                failed.get(),
                cut.get(),
                slow.get(),
                conflicts.get(),
                refused.get(),
                repeated.get(),
                streams.get());
    }

    private void routes(HttpServerRoutes routes) {
        routes.get("/tasks", (request, response) -> answer(request, response, () -> page(request)))
                .get("/tasks/{id}", (request, response) -> answer(request, response, () -> detail(request)))
                .post("/edits", this::edit)
                .get("/events", this::events);
    }

    /** What a request is answered with. */
    private record Reply(int status, String body) {
        static Reply of(int status, Object body) {
            return new Reply(status, Json.write(body));
        }
    }

    private Reply page(HttpServerRequest request) {
        int before = Integer.parseInt(parameter(request, "before"));
        return Reply.of(200, table.page(before, Integer.parseInt(parameter(request, "size"))));
    }

    private Reply detail(HttpServerRequest request) {
        int id = Integer.parseInt(Objects.requireNonNull(request.param("id")));
        return table.detail(id)
                .<Reply>map(found -> Reply.of(200, found))
                .orElseGet(() -> Reply.of(404, "no task " + id));
    }

    private Mono<Void> edit(HttpServerRequest request, HttpServerResponse response) {
        String key = Objects.requireNonNull(request.requestHeaders().get("Idempotency-Key"), "Idempotency-Key");
        return request.receive()
                .aggregate()
                .asString(UTF_8)
                .map(body -> Json.read(body, Edit.class))
                .flatMap(edit -> answer(request, response, () -> edit(key, edit)));
    }

    private Reply edit(String key, Edit edit) {
        boolean known = table.made().stream().anyMatch(made -> made.key().equals(key));
        Answer answer = table.edit(key, edit);
        if (answer instanceof Answer.Conflict conflict) {
            conflicts.incrementAndGet();
            return Reply.of(409, conflict.task());
        }
        if (answer instanceof Answer.Refused refusal) {
            refused.incrementAndGet();
            return Reply.of(422, refusal.reason());
        }
        if (known) {
            repeated.incrementAndGet();
        }
        return Reply.of(200, ((Answer.Made) answer).task());
    }

    // ---- answering, well or badly ----

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, Supplier<Reply> work) {
        received.incrementAndGet();
        Fate fate = faults.of(request.method() + " " + request.uri());
        Duration takes = fate == Fate.SLOW ? latency.multipliedBy(SLOWER) : latency;
        return Mono.delay(takes, time).then(Mono.defer(() -> reply(response, fate, work)));
    }

    private Mono<Void> reply(HttpServerResponse response, Fate fate, Supplier<Reply> work) {
        if (fate == Fate.FAILED) {
            failed.incrementAndGet();
            return send(response, Reply.of(500, "injected"));
        }
        Reply reply = work.get();
        if (fate == Fate.CUT) {
            cut.incrementAndGet();
            return cut(response, reply);
        }
        if (fate == Fate.SLOW) {
            slow.incrementAndGet();
        }
        return send(response, reply);
    }

    private static Mono<Void> send(HttpServerResponse response, Reply reply) {
        return response.status(reply.status())
                .sendString(Mono.just(reply.body()))
                .then();
    }

    /** Announces all of it, and sends the half. As a stream: after a whole answer, nobody would wait for the hanging up. */
    private static Mono<Void> cut(HttpServerResponse response, Reply reply) {
        byte[] all = reply.body().getBytes(UTF_8);
        return response.status(reply.status())
                .header("Content-Length", Integer.toString(all.length))
                .send(Flux.just(Unpooled.copiedBuffer(all, 0, all.length / 2)), each -> true)
                .then()
                .then(Mono.<Void>fromRunnable(() -> hangUp(response)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whoever is connected will notice
    private static void hangUp(HttpServerResponse response) {
        response.withConnection(connection -> connection.channel().close());
    }

    // ---- live updates ----

    private Mono<Void> events(HttpServerRequest request, HttpServerResponse response) {
        streams.incrementAndGet();
        Flux<String> events = table.events()
                .takeWhile(event -> faults.of("event") != Fate.CUT)
                .map(event -> "id: " + event.sequence() + "\ndata: " + Json.write(event) + "\n\n");
        return response.sse()
                .send(
                        Flux.merge(events, Mono.just(": welcome\n\n")).map(text -> Unpooled.copiedBuffer(text, UTF_8)),
                        each -> true)
                .then()
                .then(Mono.<Void>fromRunnable(() -> hangUp(response)));
    }

    private static String parameter(HttpServerRequest request, String name) {
        List<String> values = new QueryStringDecoder(request.uri()).parameters().get(name);
        if (values == null) {
            throw new IllegalArgumentException("The parameter " + name + " is missing in " + request.uri());
        }
        return values.get(0);
    }

    @Override
    public void close() {
        server.disposeNow(LONGEST_CLOSE);
        threads.disposeLater(Duration.ZERO, LONGEST_CLOSE).block();
    }
}
