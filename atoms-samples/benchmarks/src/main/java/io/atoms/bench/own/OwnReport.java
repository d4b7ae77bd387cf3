package io.atoms.bench.own;

import io.atoms.bench.report.PercentileChart.Point;
import java.util.List;
import java.util.Locale;

/**
 * What is said of a graph.
 *
 * @param graph its name
 * @param facts what was counted
 * @param nanos nanoseconds per write, the mean, and its error
 * @param bytes bytes allocated per write, and their error
 * @param times how the times of single writes are spread, by rising percentile
 */
public record OwnReport(String graph, Facts facts, Figure nanos, Figure bytes, List<Point> times) {

    /** A mean, and half of the width of its 99.9% interval; NaN where there are too few measurements. */
    public record Figure(double mean, double error) {

        /** In a smaller unit. */
        String text(double unit, String name) {
            return number(mean / unit) + (Double.isNaN(error) ? " " : " ± " + number(error / unit) + " ") + name;
        }
    }

    /** As a table in Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder("| " + graph + " | |\n|---|---|\n");
        row(
                text,
                "graph",
                "%,d atoms, %,d of them observed; %,d effects"
                        .formatted(facts.atoms(), facts.observed(), facts.effects()));
        row(text, "time per write, mean", nanos.mean < 10_000 ? nanos.text(1, "ns") : nanos.text(1e3, "µs"));
        row(
                text,
                "single writes: median, 99%, 99.9%",
                percentile(50) + ", " + percentile(99) + ", " + percentile(99.9));
        row(
                text,
                "recomputes per write",
                number(facts.recomputes()) + ", " + number(facts.cutOffs()) + " of them cut off");
        row(text, "effect runs per write", number(facts.effectRuns()));
        row(text, "allocated per write", bytes.text(1, "bytes"));
        row(
                text,
                "memory of graph and store",
                "%,d bytes, %s per atom"
                        .formatted(facts.bytes(), number((double) facts.bytes() / Math.max(1, facts.atoms()))));
        for (Facts.Busy busy : facts.busiest()) {
            row(
                    text,
                    "runs most: " + busy.name().replace("|", "\\|"),
                    number(busy.recomputes()) + " per write, " + number(busy.cutOffs()) + " cut off");
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    /** Of the first point that is as rare. */
    private String percentile(double percentile) {
        return times.stream()
                .filter(point -> point.percentile() >= percentile - 1e-6)
                .findFirst()
                .map(point ->
                        point.nanos() < 10_000 ? number(point.nanos()) + " ns" : number(point.nanos() / 1e3) + " µs")
                .orElse("-");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) || value >= 99.95 ? "%,.0f" : "%.2f", value);
    }
}
