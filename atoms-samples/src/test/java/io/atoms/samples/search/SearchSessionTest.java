package io.atoms.samples.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Whole sessions in virtual time: what is printed does not depend on the machine. */
class SearchSessionTest {

    private static final Pace PACE = Pace.ofPerson(25);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @AfterEach
    void dispose() {
        time.dispose();
    }

    private SearchReport run(SearchService service, List<Keystroke> script) {
        Journal journal = new Journal(new PrintStream(printed, true, UTF_8), () -> time.now(TimeUnit.MILLISECONDS));
        try (SearchSession session = new SearchSession(service, PACE.quiet(), time, journal)) {
            CompletableFuture<SearchReport> report = session.run(script).toFuture();
            time.advanceTimeBy(Duration.ofHours(1));
            return report.join();
        }
    }

    private static Keystroke key(int millis, String text) {
        return new Keystroke(Duration.ofMillis(millis), text);
    }

    private Mono<Answer> after(int millis, Mono<Answer> result) {
        return Mono.delay(Duration.ofMillis(millis), time).then(result);
    }

    private Mono<Answer> answer(String query, String... hits) {
        return Mono.just(new Answer(query, List.of(hits)));
    }

    /** Without the lines of the empty field, which is answered at once. */
    private List<String> lines() {
        return printed.toString(UTF_8)
                .lines()
                .filter(line -> !line.contains("\"\""))
                .toList();
    }

    @Test
    void session_tellsAllThatHappens() {
        SearchService service = query -> switch (query) {
            case "at" -> after(200, answer(query, "atlas", "atom"));
            case "atl" -> after(900, answer(query, "atlas"));
            case "bo" -> after(100, Mono.error(new SearchFailedException(503)));
            default -> throw new AssertionError(query);
        };
        SearchReport report = run(
                service,
                List.of(key(100, "a"), key(100, "at"), key(300, "atl"), key(500, "bo"), key(500, ""), key(10, "at")));

        assertThat(lines())
                .containsExactly(
                        "    100 ms  key        [a]",
                        "    200 ms  key        [at]",
                        "    350 ms  sent       #1 \"at\"",
                        "    350 ms    screen   \"at\": ...",
                        "    500 ms  key        [atl]",
                        "    550 ms  answered   #1 \"at\" after 200 ms",
                        "    550 ms    screen   \"at\": 2 found, atlas, atom",
                        "    650 ms  sent       #2 \"atl\"",
                        "    650 ms    screen   \"atl\": ... (still \"at\": 2 found, atlas, atom)",
                        "  1,000 ms  key        [bo]",
                        "  1,150 ms  cancelled  #2 \"atl\" after 500 ms",
                        "  1,150 ms  sent       #3 \"bo\"",
                        "  1,150 ms    screen   \"bo\": ... (still \"at\": 2 found, atlas, atom)",
                        "  1,250 ms  failed     #3 \"bo\" after 100 ms",
                        "  1,250 ms    screen   \"bo\": sorry, the server answered 503"
                                + " (still \"at\": 2 found, atlas, atom)",
                        "  1,500 ms  key        []",
                        "  1,510 ms  key        [at]",
                        "  1,660 ms  sent       #4 \"at\"",
                        "  1,660 ms    screen   \"at\": ...",
                        "  1,860 ms  answered   #4 \"at\" after 200 ms",
                        "  1,860 ms    screen   \"at\": 2 found, atlas, atom");
        assertThat(report.problems()).isEmpty();
        assertThat(report.requests()).isEqualTo(new Requests.Counts(4, 2, 1, 1));
        assertThat(report.screen().results()).isEqualTo(2);
        assertThat(report.screen().errors()).isEqualTo(1);
    }

    /** The times of the server are random, the answers too. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomSession_isAsItShouldBe(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SearchReport report = run(
                query -> after(
                        (int) PACE.randomLatency(random).toMillis(),
                        PACE.refuses(random)
                                ? Mono.error(new SearchFailedException(503))
                                : answer(query, Words.matching(query).toArray(String[]::new))),
                new Typist(PACE, seed).script(200));

        assertThat(report.problems()).isEmpty();
        assertThat(report.requests().answered()).isPositive();
        assertThat(report.requests().failed()).isPositive();
        assertThat(report.requests().cancelled()).isPositive();
        assertThat(report.screen().results()).isEqualTo(report.requests().answered());
        assertThat(report.screen().errors()).isEqualTo(report.requests().failed());
    }

    @Test
    void serverThatMixesUpItsAnswers_isFoundOut() {
        SearchReport report = run(query -> answer("other"), List.of(key(1, "at")));

        assertThat(report.problems()).containsExactly("stale results were shown: 1");
        assertThat(printed.toString(UTF_8)).contains("STALE");
    }
}
