package io.atoms.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckProcessTest {

    private static final List<String> TWO = List.of("diamond", "update-1:1");

    private static List<Checked> check(String peer, Duration limit) {
        List<Checked> told = new ArrayList<>();
        CheckProcess.check(peer, TWO, limit, told::add);
        return told;
    }

    @Test
    void check_tellsOfEachWorkloadInOrder() {
        List<Checked> told = check("atoms", Duration.ofMinutes(5));
        assertThat(told).extracting(Checked::workload).isEqualTo(TWO);
        assertThat(told).extracting(Checked::verdict).containsOnly(Verdict.RIGHT);
    }

    @Test
    void check_pastTheLimit_isTooSlow_andGoesOnInAnotherProcess() {
        List<Checked> told = check("atoms", Duration.ZERO);
        assertThat(told).extracting(Checked::workload).isEqualTo(TWO);
        assertThat(told).extracting(Checked::verdict).containsOnly(Verdict.TOO_SLOW);
    }

    @Test
    void check_ofAnUnknownPeer_isFailed() {
        assertThat(check("nobody", Duration.ofMinutes(5)))
                .allSatisfy(checked -> assertThat(checked.note()).contains("nobody"))
                .extracting(Checked::verdict)
                .containsOnly(Verdict.FAILED);
    }
}
