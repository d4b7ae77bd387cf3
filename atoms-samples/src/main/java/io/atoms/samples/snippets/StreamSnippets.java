package io.atoms.samples.snippets;

import io.atoms.query.QueryClient;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.query.QueryOptions;
import io.atoms.query.StreamRefetchMode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/query/streams.md}. */
final class StreamSnippets {
    private StreamSnippets() {}

    private static final VirtualTimeScheduler CLOCK = VirtualTimeScheduler.create();

    // tag::definition
    record AnswerKey(String question) implements QueryKey<String> {}

    static final QueryDefinition<AnswerKey, String> ANSWER = QueryDefinition.stream(
            AnswerKey.class, (key, context) -> words(key.question()), "", (text, word) -> text + word);
    // end::definition

    private static Flux<String> words(String question) {
        return Flux.just(question.isEmpty() ? "Zero" : "Forty", "-", "two").delayElements(Duration.ofMillis(50), CLOCK);
    }

    static void show(PrintStream out) {
        VirtualTimeScheduler clock = CLOCK;
        // tag::show
        QueryClient client = QueryClient.builder().scheduler(clock).build();
        client.observe(ANSWER.options(new AnswerKey("?")))
                .subscribe(result ->
                        out.println(result.dataOrNull() + " " + result.info().fetchStatus()));
        clock.advanceTimeBy(Duration.ofSeconds(1));
        // end::show
        client.close();
    }

    static void append(PrintStream out) {
        // tag::append
        record LinesKey(String file) implements QueryKey<List<String>> {}

        QueryOptions<List<String>, List<String>> lines = QueryOptions.stream(
                new LinesKey("app.log"),
                context -> Flux.just("started"),
                List.of(),
                (before, line) -> {
                    List<String> more = new ArrayList<>(before);
                    more.add(line);
                    return List.copyOf(more);
                },
                StreamRefetchMode.APPEND);

        QueryClient client = QueryClient.create();
        out.println(client.fetch(lines).block());
        out.println(client.fetch(lines).block());
        // end::append
        client.close();
    }
}
