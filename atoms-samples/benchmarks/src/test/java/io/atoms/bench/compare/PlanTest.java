package io.atoms.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Duration TIME = Duration.ofMillis(300);

    private static Checked pair(String peer, double micros) {
        return new Checked("deep", peer, Verdict.RIGHT, 0, 0, 0, 0, micros, "");
    }

    private static Plan plan(Checked pair) {
        return Plan.of(pair, 2, 5, TIME);
    }

    @Test
    void plan_ofTheLimit_hasAllForks() {
        assertThat(plan(pair("limit", 10))).isEqualTo(new Plan(2, 5, 5, TIME));
    }

    @Test
    void plan_ofAFarPeer_hasOneFork() {
        assertThat(plan(pair("vaadin", 10))).isEqualTo(new Plan(1, 5, 5, TIME));
    }

    @Test
    void plan_ofASlowRound_hasFewIterations() {
        assertThat(plan(pair("vaadin", 400_000))).isEqualTo(new Plan(1, 2, 3, TIME));
    }

    @Test
    void plan_ofShortIterations_warmsUpAsLong() {
        assertThat(Plan.of(pair("atoms", 10), 1, 3, Duration.ofMillis(100)))
                .isEqualTo(new Plan(1, 15, 3, Duration.ofMillis(100)));
    }

    @Test
    void millis_countStartsAndIterations() {
        assertThat(plan(pair("atoms", 10)).millis(pair("atoms", 10))).isEqualTo(2 * (600 + 10 * 300));
        assertThat(plan(pair("vaadin", 1e6)).millis(pair("vaadin", 1e6))).isEqualTo(600 + 5 * 1_000);
    }
}
