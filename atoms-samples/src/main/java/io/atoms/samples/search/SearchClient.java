package io.atoms.samples.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;

/**
 * Asks a {@link SearchServer}. Cancelling a search cancels the HTTP request, which closes its connection.
 *
 * <p><b>Threads.</b> Those of its executor end with {@link #close}. The JDK's client has one more, a daemon that ends
 * once the client is collected; it can be closed only from JDK 21 on.
 */
final class SearchClient implements SearchService, AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final URI address;
    private final ExecutorService executor = Executors.newCachedThreadPool(Daemons.named("search-client"));
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(executor)
            .build();

    /**
     * Sends nothing yet.
     *
     * @param address where a query is appended
     */
    SearchClient(URI address) {
        this.address = address;
    }

    @Override
    public Mono<Answer> search(String query) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + URLEncoder.encode(query, UTF_8)))
                .timeout(LIMIT)
                .build();
        return send(request).map(SearchClient::answer).onErrorMap(IOException.class, SearchFailedException::new);
    }

    /**
     * As {@code Mono.fromFuture}, but drops the error of a cancelled request. The JDK wraps it, so Reactor does not
     * know it for what it is and logs it.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // that of whenComplete ends as the exchange does
    private Mono<HttpResponse<String>> send(HttpRequest request) {
        return Mono.create(sink -> {
            CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request, BodyHandlers.ofString());
            sink.onCancel(() -> exchange.cancel(true));
            exchange.whenComplete((response, error) -> {
                if (error == null) {
                    sink.success(response);
                } else if (!(cause(error) instanceof CancellationException)) {
                    sink.error(cause(error));
                }
            });
        });
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static Answer answer(HttpResponse<String> response) {
        if (response.statusCode() != OK) {
            throw new SearchFailedException(response.statusCode());
        }
        List<String> lines = response.body().lines().toList();
        return new Answer(lines.get(0), lines.subList(1, lines.size()));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
