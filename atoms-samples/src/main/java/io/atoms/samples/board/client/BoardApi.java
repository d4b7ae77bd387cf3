package io.atoms.samples.board.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Json;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import io.atoms.samples.board.model.TaskEvent;
import io.atoms.samples.board.model.TaskPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * The server's requests, by the HTTP client of the JDK. Each is sent when it is subscribed; who cancels it does not hear
 * of its answer.
 *
 * <p><b>Errors.</b> {@link IOException} for a broken connection, {@link ConflictException} for a 409, {@link
 * RequestFailedException} for all other statuses.
 */
public final class BoardApi implements AutoCloseable {

    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final String WELCOME = ": welcome";
    private static final String DATA = "data: ";

    private final URI address;
    private final Line line;
    private final AtomicInteger sent = new AtomicInteger();
    private final ExecutorService executor = Executors.newCachedThreadPool(BoardApi::daemon);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(executor)
            .build();

    /**
     * Sends nothing yet.
     *
     * @param address where the paths of the server begin
     * @param line what all requests go through
     */
    public BoardApi(URI address, Line line) {
        this.address = address;
        this.line = line;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "board-http");
        thread.setDaemon(true);
        return thread;
    }

    /** How many requests were sent, but for those of live updates. */
    public int sent() {
        return sent.get();
    }

    /** So many tasks that are older than the one with this id. */
    Mono<TaskPage> page(int before, int size) {
        return ask(get("/tasks?before=" + before + "&size=" + size), TaskPage.class);
    }

    /** All about a task. */
    Mono<TaskDetail> detail(int id) {
        return ask(get("/tasks/" + id), TaskDetail.class);
    }

    /** What becomes of the task by an edit, which is made once, however often it is asked for by the same key. */
    Mono<Task> edit(Edit edit, String idempotencyKey) {
        return ask(
                HttpRequest.newBuilder(address.resolve("/edits"))
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(BodyPublishers.ofString(Json.write(edit)))
                        .build(),
                Task.class);
    }

    /**
     * Live updates, without end.
     *
     * @param opened called when the server has begun
     */
    Flux<TaskEvent> events(Runnable opened) {
        return line.through(Flux.<String>create(sink -> listen(get("/events"), sink)))
                .doOnNext(text -> {
                    if (text.equals(WELCOME)) {
                        opened.run();
                    }
                })
                .filter(text -> text.startsWith(DATA))
                .map(text -> Json.read(text.substring(DATA.length()), TaskEvent.class));
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).build();
    }

    private <T> Mono<T> ask(HttpRequest request, Class<T> type) {
        Mono<HttpResponse<String>> response = Mono.fromFuture(
                () -> {
                    sent.incrementAndGet();
                    return http.sendAsync(request, BodyHandlers.ofString(UTF_8));
                },
                true);
        return line.through(response).next().map(answer -> body(answer, type));
    }

    private static <T> T body(HttpResponse<String> response, Class<T> type) {
        if (response.statusCode() == CONFLICT) {
            throw new ConflictException(Json.read(response.body(), Task.class));
        }
        if (response.statusCode() != OK) {
            throw new RequestFailedException(response.statusCode(), response.body());
        }
        return Json.read(response.body(), type);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // that of whenComplete ends as the exchange does
    private void listen(HttpRequest request, FluxSink<String> sink) {
        BaseSubscriber<String> lines = new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(String text) {
                sink.next(text);
            }

            @Override
            protected void hookOnError(Throwable error) {
                sink.error(error);
            }
        };
        BodyHandler<Void> handler = BodyHandlers.fromLineSubscriber(FlowAdapters.toFlowSubscriber(lines));
        CompletableFuture<HttpResponse<Void>> exchange = http.sendAsync(request, handler);
        sink.onDispose(() -> {
            lines.cancel();
            exchange.cancel(true);
        });
        exchange.whenComplete((answer, error) -> {
            if (!sink.isCancelled()) {
                sink.error(error == null ? new IOException("the server has ended the live updates") : cause(error));
            }
        });
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
