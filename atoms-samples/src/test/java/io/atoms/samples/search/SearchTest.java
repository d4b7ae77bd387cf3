package io.atoms.samples.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoms.samples.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The whole program, ten times as fast as a person, with its real server. */
@Timeout(300)
class SearchTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pace FAST = Pace.ofPerson(25).faster(10);

    private final Output output = new Output();
    private final Search search = new Search(output.context(Path.of("")));

    private static Search.Options options(long seed, int keys) {
        return new Search.Options(seed, keys, 25, LIMIT);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void run_isAsItShouldBe(long seed) {
        assertThat(search.run(options(seed, 60), FAST)).isEqualTo(Search.GOOD);

        assertThat(output.err()).isEmpty();
        assertThat(output.out())
                .contains("key        [", "sent       #1 \"", "answered   #", "cancelled  #", "screen   \"")
                .contains("\nkeys struck: 60\n", " 0 stale\n", "\na stale result was never shown: ")
                .contains("\nconnections that the server found closed before its answer: ")
                .doesNotContain("STALE");
    }

    @Test
    void staleResult_isShownWithItsMessageAndCode() {
        Scheduler time = Schedulers.newSingle("test", true);
        try {
            SearchService mixedUp = query -> Mono.just(new Answer("other", List.of()));
            assertThat(search.run(options(1, 2), FAST, mixedUp, time)).isEqualTo(Search.FAILED);
        } finally {
            time.dispose();
        }

        assertThat(output.err()).startsWith("search: stale results were shown: ");
        assertThat(output.out()).contains("  STALE\n").doesNotContain("never shown");
    }

    @Test
    void limit_endsIt() {
        Duration hour = Duration.ofHours(1);
        Pace slow = new Pace(hour, hour, hour, hour, 0);
        Search.Options options = new Search.Options(1, 5, 25, Duration.ofMillis(1));

        assertThat(search.run(options, slow)).isEqualTo(Search.FAILED);
        assertThat(output.err()).isEqualTo("search: not done after 0 s; --limit allows more\n");
    }

    @Test
    void run_leavesNoThread() {
        Set<Thread> ofOthers = Set.copyOf(Thread.getAllStackTraces().keySet());
        assertThat(search.run(options(1, 20), FAST)).isEqualTo(Search.GOOD);

        await().atMost(LIMIT).untilAsserted(() -> {
            System.gc(); // the JDK's HTTP client ends its selector when it is collected
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !ofOthers.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.matches("search-.*|HttpClient-.*|HTTP-Dispatcher"));
        });
    }
}
