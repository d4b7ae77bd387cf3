package io.atoms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.fixtures.Proves;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random scenarios on the store and on a naive one. {@code -Dscenario.seeds} and {@code -Dscenario.operations} (per seed)
 * make the run longer, {@code -Dscenario.seed} runs one seed; {@link Fuzz} has a main method.
 */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({
    "R1", "R2", "R3", "R4", "R5", "R7", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "R19", "T3", "T6"
})
class ScenarioTest {
    private static final int SEEDS = Integer.getInteger("scenario.seeds", 1_000);
    private static final int OPERATIONS = Integer.getInteger("scenario.operations", 60);
    private static final Long SEED = Long.getLong("scenario.seed");

    @Test
    void store_behavesLikeTheNaiveStore() {
        LongStream seeds = SEED == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(SEED);
        Fuzz fuzz = Fuzz.ofTheStore(OPERATIONS);
        seeds.forEach(seed -> {
            Optional<Fuzz.Finding> finding = fuzz.run(seed);
            assertThat(finding).as(() -> finding.toString()).isEmpty();
        });
    }
}
