package io.atoms.async.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.async.scenario.Generator.Profile;
import io.atoms.fixtures.Proves;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Async scenarios can fail: models that are wrong on purpose are found, and the reports are short. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("T6")
class AsyncScenarioSelfTest {
    private static final int OPERATIONS = 40;

    @ParameterizedTest(name = "{0}")
    @EnumSource(Fault.class)
    void wrongModel_isFoundAndShrunk(Fault fault) {
        Fuzz fuzz = new Fuzz(new Scenario(Model::new, fault::model), List.of(Profile.values()), OPERATIONS);
        Fuzz.Finding finding = LongStream.rangeClosed(1, 300)
                .mapToObj(fuzz::run)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing found"));

        assertThat(finding.script().length()).as(finding::toString).isLessThanOrEqualTo(6);
        assertThat(finding.toString()).contains("-Dasync.scenario.seed=" + finding.seed(), "fails; the smallest");
    }

    @Test
    void scripts_areTheSameForTheSameSeed_andOfAllKinds() {
        String all = LongStream.rangeClosed(1, 300)
                .mapToObj(AsyncScenarioSelfTest::text)
                .reduce("", String::concat);

        assertThat(text(7)).isEqualTo(text(7)).isNotEqualTo(text(8));
        assertThat(all)
                .contains("rolled back", "restore snapshot", "throws at", "refresh", "seconds pass", "effect e")
                .contains("zip(", "when(", "then(", "defer(", "recover(", "stream(", "reading p", "switch(")
                .contains("signals error", "signals end", "call -1", "close the store", "; subscribe", ", kept");
    }

    private static String text(long seed) {
        return new Generator(seed, List.of(Profile.values())).script(OPERATIONS).toString();
    }
}
