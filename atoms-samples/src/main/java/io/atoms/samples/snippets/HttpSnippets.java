package io.atoms.samples.snippets;

import io.atoms.query.LiveConnection;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The snippets of {@code docs/query/http.md}. */
final class HttpSnippets {
    private HttpSnippets() {}

    record UserKey(long id) implements QueryKey<String> {}

    // tag::retry
    /** An answer that is none. */
    static final class StatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int status;

        StatusException(int status) {
            super("The server answered " + status + ".");
            this.status = status;
        }
    }

    static final RetryPolicy UNLESS_OUR_FAULT =
            RetryPolicy.DEFAULT.onlyIf(error -> !(error instanceof StatusException e && e.status < 500));
    // end::retry

    // tag::jdk
    static QueryDefinition<UserKey, String> jdk(HttpClient http, URI server) {
        return QueryDefinition.mono(UserKey.class, (key, context) -> {
            HttpRequest request =
                    HttpRequest.newBuilder(server.resolve("/users/" + key.id())).build();
            return Mono.fromFuture(() -> http.sendAsync(request, BodyHandlers.ofString()))
                    .map(HttpSnippets::body);
        });
    }

    static String body(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new StatusException(response.statusCode());
        }
        return response.body();
    }
    // end::jdk

    // tag::netty
    static QueryDefinition<UserKey, String> netty(reactor.netty.http.client.HttpClient http) {
        return QueryDefinition.mono(
                UserKey.class,
                (key, context) -> http.get()
                        .uri("/users/" + key.id())
                        .responseSingle((response, content) -> response.status().code() == 200
                                ? content.asString()
                                : Mono.error(
                                        new StatusException(response.status().code()))));
    }
    // end::netty

    // tag::blocking
    static QueryDefinition<UserKey, String> blocking(HttpClient http, URI server, Executor executor) {
        return QueryDefinition.blocking(
                UserKey.class,
                (key, context) -> {
                    HttpRequest request = HttpRequest.newBuilder(server.resolve("/users/" + key.id()))
                            .build();
                    try {
                        return body(http.send(request, BodyHandlers.ofString()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                },
                executor);
    }
    // end::blocking

    // tag::executor
    /** One of virtual threads where there are any; compiled for Java 17. */
    static Executor virtualThreads() {
        try {
            return (Executor)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool();
        }
    }
    // end::executor

    // tag::sse
    static Flux<String> events(reactor.netty.http.client.HttpClient http, LiveConnection connection) {
        return http.get().uri("/changes").response((response, content) -> {
            connection.opened();
            StringBuilder incomplete = new StringBuilder();
            return content.asString()
                    .concatMapIterable(part -> lines(incomplete, part))
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6));
        });
    }

    /** The lines that a part of a text completes. */
    static List<String> lines(StringBuilder incomplete, String part) {
        incomplete.append(part);
        List<String> lines = new ArrayList<>();
        int end;
        while ((end = incomplete.indexOf("\n")) >= 0) {
            lines.add(incomplete.substring(0, end));
            incomplete.delete(0, end + 1);
        }
        return lines;
    }
    // end::sse
}
