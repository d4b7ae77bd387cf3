package io.atoms.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerCheckTest {

    private static Checked push(String workload) {
        return PeerCheck.of(workload, "push", PushPeer::new);
    }

    @Nested
    class WhenThePeerIsRight {
        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"atoms", "atoms-declared"})
        void check_saysHowMuchItDid(String peer) {
            Checked checked = PeerCheck.of("diamond", peer);
            assertThat(checked.verdict()).isEqualTo(Verdict.RIGHT);
            assertThat(checked.computed()).isEqualTo(3 * 6 * 501);
            assertThat(checked.computedByHand()).isEqualTo(checked.computed());
            assertThat(checked.told()).isEqualTo(3 * 501).isEqualTo(checked.toldByHand());
            assertThat(checked.factor()).isEqualTo(1);
            assertThat(checked.micros()).isPositive();
            assertThat(checked.note()).isEmpty();
        }

        @Test
        void check_ofFreshGraphs_buildsOneForEachRound() {
            Checked checked = PeerCheck.of("cellx-1000", "atoms");
            assertThat(checked.verdict()).isEqualTo(Verdict.RIGHT);
            assertThat(checked.computed()).isEqualTo(3 * 4_000);
        }
    }

    @Nested
    class WhenThePeerIsNotRight {
        @Test
        void check_withoutCutOff_isMoreWork() {
            Checked checked = push("avoidable");
            assertThat(checked.verdict()).isEqualTo(Verdict.MORE_WORK);
            assertThat(checked.factor()).isGreaterThan(1);
            assertThat(checked.verdict().ranked()).isTrue();
        }

        @Test
        void check_ofValuesThatDoNotLast_isGlitches() {
            Checked checked = push("diamond");
            assertThat(checked.verdict()).isEqualTo(Verdict.GLITCHES);
            assertThat(checked.note()).startsWith("6012 values"); // four of five in each of 3 times 501 writes
            assertThat(checked.verdict().ranked()).isFalse();
        }

        @Test
        void check_ofLostWrites_isWrong() {
            Checked checked = PeerCheck.of("deep", "deaf", () -> new PushPeer() {
                @Override
                public void write(Node source, Object value) {}
            });
            assertThat(checked.verdict()).isEqualTo(Verdict.WRONG);
            assertThat(checked.note()).contains("0 times", "51");
        }

        @Test
        void check_ofWrongValues_isWrong() {
            Checked checked = PeerCheck.of("deep", "off", () -> new PushPeer() {
                @Override
                public Node source(Object value) {
                    return super.source(1);
                }

                @Override
                public void write(Node source, Object value) {
                    super.write(source, (Integer) value + 1);
                }
            });
            assertThat(checked.verdict()).isEqualTo(Verdict.WRONG);
            assertThat(checked.note()).contains("another value");
        }

        @Test
        void check_ofWhatItCanNotDo_isUnsupported() {
            assertThat(List.of(push("unstable"), push("mux")))
                    .extracting(Checked::verdict)
                    .containsOnly(Verdict.UNSUPPORTED);
        }

        @Test
        void check_ofAPeerForANewerJdk_isUnsupported() {
            Checked checked = PeerCheck.of("deep", "new", () -> {
                throw new IllegalStateException("needs a newer JDK", new UnsupportedClassVersionError());
            });
            assertThat(checked.verdict()).isEqualTo(Verdict.UNSUPPORTED);
            assertThat(checked.note()).contains("newer JDK");
        }

        @Test
        void check_ofAPeerThatThrows_isFailed() {
            Checked checked = PeerCheck.of("deep", "broken", () -> {
                throw new IllegalStateException("broken");
            });
            assertThat(checked.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(checked.note()).contains("broken");
        }
    }
}
