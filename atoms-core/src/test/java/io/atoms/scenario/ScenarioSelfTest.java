package io.atoms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.fixtures.Proves;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios can fail: subjects that are wrong on purpose are found, and the reports are short. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves("T6")
class ScenarioSelfTest {
    private static final int OPERATIONS = 60;

    @ParameterizedTest(name = "{0}")
    @EnumSource(Fault.class)
    void wrongStore_isFoundAndShrunk(Fault fault) {
        Fuzz fuzz = new Fuzz(new Scenario(Oracle::new, fault::oracle), OPERATIONS);
        Fuzz.Finding finding = LongStream.rangeClosed(1, 50)
                .mapToObj(fuzz::run)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing found"));

        assertThat(finding.script().length()).as(finding::toString).isLessThanOrEqualTo(4);
        assertThat(finding.toString()).contains("-Dscenario.seed=" + finding.seed(), "fails; the smallest");
    }

    @Test
    void scripts_areTheSameForTheSameSeed_andOfAllKinds() {
        String all = LongStream.rangeClosed(1, 200)
                .mapToObj(seed -> new Generator(seed).script(OPERATIONS).toString())
                .reduce("", String::concat);

        assertThat(new Generator(7).script(OPERATIONS).toString())
                .isEqualTo(new Generator(7).script(OPERATIONS).toString())
                .isNotEqualTo(new Generator(8).script(OPERATIONS).toString());
        assertThat(all)
                .contains(
                        "} throws", "caught around", "restore snapshot", "makes {", "raises", "with equality", "fresh(")
                .contains(
                        "its listener throws", "its listener disposes", "disposes e", "action {", "switch(", "catch(");
    }
}
