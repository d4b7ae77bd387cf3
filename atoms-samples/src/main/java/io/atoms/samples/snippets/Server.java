package io.atoms.samples.snippets;

import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The server of the async snippets: it prints what it is asked, and answers when the snippet says so. */
final class Server {
    private final PrintStream out;
    private final Map<String, Sinks.One<String>> asked = new ConcurrentHashMap<>();

    Server(PrintStream out) {
        this.out = out;
    }

    /** A request, sent when the Mono is subscribed. */
    Mono<String> get(String path) {
        return Mono.defer(() -> {
            out.println("GET " + path);
            Sinks.One<String> answer = Sinks.one();
            asked.put(path, answer);
            return answer.asMono().doOnCancel(() -> {
                if (!Boolean.TRUE.equals(answer.scan(Scannable.Attr.TERMINATED))) {
                    out.println("cancelled " + path);
                }
            });
        });
    }

    /** Answers the newest request of the path, even a cancelled one. */
    void answer(String path, String body) {
        request(path).tryEmitValue(body).orThrow();
    }

    void fail(String path, Throwable error) {
        request(path).tryEmitError(error).orThrow();
    }

    private Sinks.One<String> request(String path) {
        return Objects.requireNonNull(asked.get(path), () -> "nobody asked for " + path);
    }
}
