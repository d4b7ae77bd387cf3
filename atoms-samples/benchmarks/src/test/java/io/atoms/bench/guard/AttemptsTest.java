package io.atoms.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.atoms.bench.guard.Recorded.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {

    /** Each takes 8 times the limit and 0.2 times Arez. */
    private static final String RECORDED =
            "deep.limit = 8\ndeep.arez = 0.2\nupdate-1\\:1000.limit = 8\nupdate-1\\:1000.arez = 0.2\n";

    private static final Map<String, Double> FINE = Map.of("atoms", 80.0, "limit", 10.0, "arez", 400.0);
    private static final Map<String, Double> SLOW = Map.of("atoms", 160.0, "limit", 10.0, "arez", 400.0);

    /** Slower than the limit alone: the limit got lucky. */
    private static final Map<String, Double> LUCKY_LIMIT = Map.of("atoms", 80.0, "limit", 5.0, "arez", 400.0);

    @TempDir
    Path folder;

    private Path file;
    private final Deque<Map<String, Map<String, Double>>> results = new ArrayDeque<>();
    private final List<String> measured = new ArrayList<>();
    private final List<String> out = new ArrayList<>();

    @BeforeEach
    void record() throws IOException {
        file = Files.writeString(folder.resolve("guard.properties"), RECORDED);
    }

    private void next(Map<String, Double> deep, Map<String, Double> update) {
        results.add(Map.of("deep", deep, "update-1:1000", update));
    }

    private List<String> slower() throws IOException {
        return new Attempts(
                        Recorded.read(file),
                        (workloads, seconds) -> {
                            measured.add(workloads + " " + seconds);
                            return new Times(results.remove());
                        },
                        out::add)
                .slower(20);
    }

    @Nested
    class WhenNothingIsSlower {
        @Test
        void slower_measuresOnce() throws IOException {
            next(FINE, FINE);
            assertThat(slower()).isEmpty();
            assertThat(measured).containsExactly("[deep, update-1:1000] 20");
            assertThat(out.get(0)).isEqualTo("deep; 8.00 x limit (recorded 8.00); 0.20 x arez (recorded 0.20)");
        }

        @Test
        void slower_thanOneRivalAlone_isFine() throws IOException {
            next(LUCKY_LIMIT, FINE);
            assertThat(slower()).isEmpty();
        }

        @Test
        void slower_within50Percent_isFine() throws IOException {
            next(Map.of("atoms", 119.0, "limit", 10.0, "arez", 400.0), FINE);
            assertThat(slower()).isEmpty();
        }
    }

    @Nested
    class WhenSomethingIsSlower {
        @Test
        void slower_thatIsNotConfirmed_isFine() throws IOException {
            next(SLOW, FINE);
            next(SLOW, SLOW);
            next(FINE, SLOW);
            assertThat(slower()).isEmpty();
            assertThat(measured).containsExactly("[deep, update-1:1000] 20", "[deep] 40", "[deep] 60");
        }

        @Test
        void slower_threeTimes_isSlower() throws IOException {
            next(FINE, SLOW);
            next(FINE, SLOW);
            next(FINE, SLOW);
            assertThat(slower()).containsExactly("update-1:1000");
            assertThat(out).hasSize(4).last().asString().endsWith(": slower");
        }
    }

    @Nested
    class Recording {
        @Test
        void write_takesTheMedian_andIsRead() throws IOException {
            List<Times> several = List.of(times(20), times(10), times(90));
            Recorded.write(file, List.of("update-1:1000"), several, "for a test");
            Recorded recorded = Recorded.read(file);
            assertThat(recorded.workloads()).containsExactly("update-1:1000");
            assertThat(recorded.ratio("update-1:1000", "limit")).isCloseTo(2, within(1e-9));
            assertThat(recorded.ratio("update-1:1000", "arez")).isCloseTo(0.2, within(1e-9));
        }

        private static Times times(double atoms) {
            Map<String, Double> update = new HashMap<>(Map.of("limit", 10.0, "arez", 100.0));
            update.put("atoms", atoms);
            return new Times(Map.of("update-1:1000", update));
        }

        @Test
        void ratio_thatIsNotRecorded_isRefused() throws IOException {
            Recorded recorded = Recorded.read(file);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> recorded.ratio("mux", "limit"))
                    .withMessageContainingAll("mux", "--record");
        }
    }
}
