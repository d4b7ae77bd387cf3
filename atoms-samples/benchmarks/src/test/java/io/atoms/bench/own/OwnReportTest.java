package io.atoms.bench.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.bench.own.OwnReport.Figure;
import io.atoms.bench.report.PercentileChart.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnReportTest {

    private static final Facts FACTS =
            new Facts(1_200, 1_000, 3, 12.5, 2, 1, 48_000, List.of(new Facts.Busy("a|b", 1, 0.25)));
    private static final List<Point> TIMES = List.of(
            new Point(0, 90), new Point(50, 100), new Point(90, 150), new Point(99, 250), new Point(99.9, 30_000));

    @Test
    void markdown_hasEveryFigureWithItsUnit() {
        OwnReport report = new OwnReport("my.Graph", FACTS, new Figure(123.4, 5.6), new Figure(64, 0.5), TIMES);
        assertThat(report.markdown().lines())
                .contains(
                        "| my.Graph | |",
                        "| graph | 1,200 atoms, 1,000 of them observed; 3 effects |",
                        "| time per write, mean | 123 ± 5.60 ns |",
                        "| single writes: median, 99%, 99.9% | 100 ns, 250 ns, 30 µs |",
                        "| recomputes per write | 12.50, 2 of them cut off |",
                        "| effect runs per write | 1 |",
                        "| allocated per write | 64 ± 0.50 bytes |",
                        "| memory of graph and store | 48,000 bytes, 40 per atom |",
                        "| runs most: a\\|b | 1 per write, 0.25 cut off |");
    }

    @Test
    void markdown_ofFewSamples_hasNoRarePercentiles() {
        OwnReport report =
                new OwnReport("my.Graph", FACTS, new Figure(2e6, 1e5), new Figure(64, Double.NaN), TIMES.subList(0, 3));
        assertThat(report.markdown())
                .contains(
                        "| 2,000 ± 100 µs |",
                        "| allocated per write | 64 bytes |",
                        "| single writes: median, 99%, 99.9% | 100 ns, -, - |");
    }
}
