package io.atoms.async.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.async.scenario.Generator.Profile;
import io.atoms.fixtures.Proves;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random scenarios of async atoms on the store and on a naive {@link Model} of the rules, which says what it expects and
 * why. {@code -Dasync.scenario.seeds} and {@code -Dasync.scenario.operations} (per seed) make the run longer,
 * {@code -Dasync.scenario.seed} runs one seed; {@link Fuzz} has a main method.
 */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R3", "R4", "R5", "R11", "R12", "R14", "R18", "R19", "R21", "R22", "R23", "R24", "R27", "T3"})
class AsyncScenarioTest {
    private static final int SEEDS = Integer.getInteger("async.scenario.seeds", 300);
    private static final int OPERATIONS = Integer.getInteger("async.scenario.operations", 40);
    private static final Long SEED = Long.getLong("async.scenario.seed");

    @ParameterizedTest(name = "{0}")
    @EnumSource(Profile.class)
    void store_behavesLikeTheModel(Profile profile) {
        LongStream seeds = SEED == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(SEED);
        Fuzz fuzz = Fuzz.ofTheStore(List.of(profile), OPERATIONS);
        seeds.forEach(seed -> {
            Optional<Fuzz.Finding> finding = fuzz.run(seed);
            assertThat(finding).as(() -> finding.toString()).isEmpty();
        });

        assertThat(fuzz.compared())
                .as("most scripts are compared to their end")
                .isGreaterThan(SEED == null ? (long) SEEDS * OPERATIONS / 2 : -1);
    }
}
