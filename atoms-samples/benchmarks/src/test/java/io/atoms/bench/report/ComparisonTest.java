package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.atoms.bench.compare.Checked;
import io.atoms.bench.compare.Checks;
import io.atoms.bench.compare.Machine;
import io.atoms.bench.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final List<String> PEERS = List.of("atoms", "javafx", "arez");
    private static final List<String> WORKLOADS = List.of("deep", "update-1:1", "update-2:1", "mol", "create-sources");
    private static final Machine MACHINE = new Machine("JVM 17", "Linux", "a processor", 2, "2026-11-21", "commit abc");

    /** A run in the making. */
    private static final class Made {
        private final List<Checked> checks = new ArrayList<>();
        private final List<Measured> measured = new ArrayList<>();

        Made limit(String workload, double micros) {
            measured.add(new Measured(workload, "limit", micros, 0));
            return this;
        }

        Made peer(String workload, String peer, Verdict verdict, double micros) {
            long computed = verdict == Verdict.MORE_WORK ? 30 : 10;
            checks.add(new Checked(workload, peer, verdict, computed, 10, 5, 5, micros, ""));
            measured.add(new Measured(workload, peer, micros, 0));
            return this;
        }

        Made right(String workload, String peer, double micros) {
            return peer(workload, peer, Verdict.RIGHT, micros);
        }

        Run run() {
            return new Run(new Checks(MACHINE, checks), measured, "a method");
        }
    }

    private static Comparison of(Made... made) {
        return new Comparison(List.of(made).stream().map(Made::run).toList(), WORKLOADS, PEERS);
    }

    private static Group group(Comparison comparison, String name) {
        return comparison.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double times(Comparison comparison, Group group, String peer) {
        return comparison.ratio(group, peer).orElseThrow().value();
    }

    @Nested
    class Ranking {
        @Test
        void best_isTheFastest_andTheBestOtherIsNotOurs() {
            Comparison comparison =
                    of(new Made().limit("deep", 10).right("deep", "atoms", 20).right("deep", "arez", 50));
            Group deep = group(comparison, "deep");
            assertThat(comparison.best(deep)).contains("atoms");
            assertThat(comparison.bestOther(deep)).contains("arez");
            assertThat(times(comparison, deep, "arez")).isCloseTo(5, within(1e-9));
        }

        @Test
        void whatIsNotRight_isNeverRanked() {
            for (Verdict verdict : Verdict.values()) {
                Comparison comparison = of(
                        new Made().limit("deep", 10).right("deep", "arez", 50).peer("deep", "javafx", verdict, 1));
                boolean ranked = verdict == Verdict.RIGHT || verdict == Verdict.MORE_WORK;
                Group deep = group(comparison, "deep");
                assertThat(comparison.best(deep)).as(verdict.toString()).contains(ranked ? "javafx" : "arez");
                assertThat(comparison.ratio(deep, "javafx").isPresent()).isEqualTo(ranked);
            }
        }

        @Test
        void whatWasNotChecked_isNotThere() {
            Made made = new Made().limit("deep", 10);
            made.measured.add(new Measured("deep", "atoms", 20, 0));
            assertThat(of(made).peers()).isEmpty();
        }

        @Test
        void peersOnNode_areApart() {
            Comparison comparison = of(
                    new Made().limit("deep", 10).right("deep", "atoms", 20).right("deep", "arez", 50),
                    new Made().right("deep", "node-alien-signals", 15));
            assertThat(comparison.peers()).containsExactly("atoms", "arez");
            assertThat(comparison.nodePeers()).containsExactly("node-alien-signals");
            assertThat(comparison.bestOther(group(comparison, "deep"))).contains("arez");
        }
    }

    @Nested
    class Means {
        private final Comparison comparison = of(new Made()
                .limit("deep", 10)
                .limit("update-1:1", 10)
                .limit("update-2:1", 10)
                .limit("mol", 10)
                .right("deep", "atoms", 20)
                .right("update-1:1", "atoms", 10)
                .right("update-2:1", "atoms", 40)
                .right("mol", "atoms", 160)
                .right("deep", "javafx", 80)
                .right("update-1:1", "javafx", 10)
                .peer("update-2:1", "javafx", Verdict.GLITCHES, 10)
                .peer("mol", "javafx", Verdict.MORE_WORK, 20));

        @Test
        void group_isTheGeometricMeanOfItsWorkloads() {
            Ratio update =
                    comparison.ratio(group(comparison, "update"), "atoms").orElseThrow();
            assertThat(update.value()).isCloseTo(2, within(1e-9));
        }

        @Test
        void group_countsOnlyIfAllOfItIsRight() {
            assertThat(comparison.ratio(group(comparison, "update"), "javafx")).isEmpty();
            assertThat(comparison.groupsOf("javafx")).extracting(Group::name).containsExactly("deep", "mol");
        }

        @Test
        void mean_countsAGroupOnce() {
            Ratio mean = comparison.mean("atoms", comparison.groups()).orElseThrow();
            assertThat(mean.value()).isCloseTo(4, within(1e-9)); // 2, 2 and 16
        }

        @Test
        void mean_ofWhatIsNotRightEverywhere_isOnlyOverItsOwn() {
            assertThat(comparison.mean("javafx", comparison.groups())).isEmpty();
            assertThat(comparison
                            .mean("javafx", comparison.groupsOf("javafx"))
                            .orElseThrow()
                            .value())
                    .isCloseTo(4, within(1e-9)); // 8 and 2
        }

        @Test
        void tables_showWhatIsMissingAsADash() {
            String tables = Tables.of(List.of(), comparison, "chart.svg");
            assertThat(tables)
                    .contains("| workload | limit, µs | atoms | javafx | beside the best |")
                    .contains("| deep | 10.0 | **2.00 ± 0.00** | 8.00 ± 0.00 | 0.25 ± 0.00 (javafx) |")
                    .contains("| update |  | **2.00 ± 0.00** | - | - |")
                    .contains("| mol | 10.0 | 16.0 ± 0.00 | **2.00 ± 0.00 +** | 8.00 ± 0.00 (javafx) |")
                    .contains("| update-2:1 | 10.0 | **4.00 ± 0.00** | - | - |")
                    .contains("| javafx | 2 of 3 | 4.00 ± 0.00 | 5.66 ± 0.00 |")
                    .contains("| javafx | glitches | update-2:1 |")
                    .contains("| javafx | more work | mol (3.00) |");
        }
    }

    @Nested
    class SeveralRuns {
        @Test
        void pair_countsAsTheLastRunSays_besideTheLimitOfThatRun() {
            Comparison comparison = of(
                    new Made().limit("deep", 10).right("deep", "atoms", 20).right("deep", "arez", 30),
                    new Made().limit("deep", 20).right("deep", "atoms", 80));
            Group deep = group(comparison, "deep");
            assertThat(times(comparison, deep, "atoms")).isCloseTo(4, within(1e-9));
            assertThat(times(comparison, deep, "arez")).isCloseTo(3, within(1e-9));
        }

        @Test
        void runWithoutALimit_isBesideTheLastLimit_whereverItStands() {
            Made node = new Made().right("deep", "node-alien-signals", 60);
            Made first = new Made().limit("deep", 10);
            Made last = new Made().limit("deep", 20);
            for (Comparison comparison : List.of(of(node, first, last), of(first, last, node), of(first, node, last))) {
                assertThat(times(comparison, group(comparison, "deep"), "node-alien-signals"))
                        .isCloseTo(3, within(1e-9));
            }
        }
    }

    @Nested
    class OnNode {
        private final Made jvm = new Made()
                .limit("deep", 10)
                .limit("update-1:1", 10)
                .limit("update-2:1", 10)
                .limit("mol", 10)
                .limit("create-sources", 10)
                .right("deep", "atoms", 20)
                .right("update-1:1", "atoms", 30)
                .right("update-2:1", "atoms", 30)
                .right("mol", "atoms", 80)
                .right("create-sources", "atoms", 90);
        private final Made node = new Made()
                .right("deep", "node-alien-signals", 40)
                .right("update-1:1", "node-alien-signals", 10)
                .right("update-2:1", "node-alien-signals", 30)
                .right("mol", "node-alien-signals", 100)
                .right("create-sources", "node-alien-signals", 10)
                .peer("deep", "node-jotai", Verdict.MORE_WORK, 900)
                .peer("mol", "node-jotai", Verdict.TOO_SLOW, 900);
        private final List<Run> runs = List.of(jvm.run(), node.run());
        private final Comparison comparison = of(jvm, node);

        @Test
        void tables_showBothRuntimesInOneTable_besideTheLimitOfTheJvm() {
            double mean = Math.pow(4 * Math.sqrt(3) * 10 * 1, 1.0 / 4);
            assertThat(Tables.of(runs, comparison, "chart.svg"))
                    .contains("JVM 17, Linux, 2 processors (a processor), 2026-11-21. a method. commit abc")
                    .contains("| workload | limit, µs | atoms | node-alien-signals | node-jotai | beside the best "
                            + "| beside node-alien-signals |")
                    .contains("| deep | 10.0 | **2.00 ± 0.00** | 4.00 ± 0.00 | 90.0 ± 0.00 + | - | 0.50 ± 0.00 |")
                    .contains("| node-alien-signals | 4 of 4 | " + Table.figure(mean) + " ± 0.00 | ")
                    .contains("| node-jotai | too slow | mol |");
        }

        @Test
        void node_isShownInMicroseconds_withTheMeanOfGroups() {
            // 0.5, 3 and 1 (which are one), 0.8 and 9
            double mean = Math.pow(0.5 * Math.sqrt(3) * 0.8 * 9, 1.0 / 4);
            assertThat(Tables.ofNode(runs, comparison))
                    .contains(
                            "| workload | node-alien-signals, µs | node-jotai, µs | atoms, µs | beside node-alien-signals |")
                    .contains("| deep | 40.0 ± 0.00 | 900 ± 0.00 + | 20.0 ± 0.00 | 0.50 ± 0.00 |")
                    .contains("| mol | 100 ± 0.00 | - | 80.0 ± 0.00 | 0.80 ± 0.00 |")
                    .contains("| geometric mean |  |  |  | " + Table.figure(mean) + " ± 0.00 |");
        }

        @Test
        void target_isHalfOfTheTime_andCreatingDoesNotCount() {
            double mean = Math.pow(0.5 * Math.sqrt(3) * 0.8, 1.0 / 3);
            assertThat(Tables.ofNode(runs, comparison))
                    .contains("takes " + Table.figure(mean) + " ± 0.00 times as long as `node-alien-signals`")
                    .contains("- twice as fast or faster, the target, on 1 of 4: deep\n")
                    .contains("- faster, but not twice as fast, on 1 of 4: mol\n")
                    .contains("- as slow or slower on 2 of 4: update-1:1, update-2:1\n");
        }

        @Test
        void target_countsOnlyWhatBothHave() {
            Made other = new Made().right("deep", "node-alien-signals", 10);
            assertThat(Tables.ofNode(runs, of(jvm, other)))
                    .contains("| mol | - | 80.0 ± 0.00 | - |")
                    .contains("the target, on 0 of 1\n");
        }

        @Test
        void withoutARunOfNode_nothingIsSaidOfIt() {
            Comparison alone = of(jvm);
            assertThat(Tables.of(List.of(jvm.run()), alone, "chart.svg")).doesNotContain("ode-", "Node");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tables.ofNode(List.of(jvm.run()), alone))
                    .withMessageContaining("Node");
        }
    }

    @Test
    void order_isThatOfTheTables() {
        Comparison comparison = of(new Made()
                .limit("mol", 1)
                .right("mol", "new", 1)
                .right("mol", "arez", 1)
                .right("mol", "atoms", 1)
                .limit("deep", 1)
                .limit("unknown", 1));
        assertThat(comparison.workloads()).containsExactly("deep", "mol", "unknown");
        assertThat(comparison.peers()).containsExactly("atoms", "arez", "new");
    }
}
