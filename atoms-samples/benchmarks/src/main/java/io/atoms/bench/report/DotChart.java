package io.atoms.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A chart of ratios as SVG: a line for each name, and on it a mark for each series, with its error, on a logarithmic
 * scale. The series differ by shape, not by colour alone. It follows the reader's light or dark colours.
 */
public final class DotChart {

    /** What is shown in one shape and colour: a ratio by the name of a line; a line without one has no mark. */
    public record Series(String name, Map<String, Ratio> ratios) {}

    private static final int LEFT = 190;
    private static final int WIDTH = 960;
    private static final int RIGHT = WIDTH - 30;
    private static final int ROW = 24;
    private static final int IN_A_LINE = 5;
    /** Readable on white and on black. */
    private static final List<String> COLOURS =
            List.of("#d1242f", "#bc4c00", "#0969da", "#8250df", "#1a7f37", "#9a6700", "#bf3989", "#6e7781");

    private static final List<String> SHAPES = List.of(
            "M-5,0 a5,5 0 1,0 10,0 a5,5 0 1,0 -10,0 z", // circle
            "M-4.5,-4.5 h9 v9 h-9 z", // square
            "M0,-6 L6,0 L0,6 L-6,0 z", // diamond
            "M0,-6 L5.5,4.5 L-5.5,4.5 z", // triangle
            "M0,6 L5.5,-4.5 L-5.5,-4.5 z", // triangle, head down
            "M-5,-2 h3 v-3 h4 v3 h3 v4 h-3 v3 h-4 v-3 h-3 z", // cross
            "M-6,0 L-3,-5.2 L3,-5.2 L6,0 L3,5.2 L-3,5.2 z", // hexagon
            "M-6,-2.5 h12 v5 h-12 z"); // bar

    private final List<String> lines;
    private final List<Series> series;
    private final int top;
    private final int low;
    private final int high;
    private final Svg svg;

    private DotChart(String title, List<String> lines, List<Series> series) {
        this.lines = lines;
        this.series = series;
        top = 70 + ROW * ((series.size() + IN_A_LINE - 1) / IN_A_LINE);
        double[] values = series.stream()
                .flatMap(one -> lines.stream().map(one.ratios()::get).filter(ratio -> ratio != null))
                .mapToDouble(Ratio::value)
                .toArray();
        low = power(Arrays.stream(values).min().orElse(1), true);
        svg = new Svg(title, WIDTH, top + ROW * lines.size() + 40, colours());
        high = Math.max(low + 1, power(Arrays.stream(values).max().orElse(10), false));
    }

    /** The power of two that is next below or above. */
    private static int power(double value, boolean below) {
        double power = Math.log(value) / Math.log(2);
        return (int) (below ? Math.floor(power) : Math.ceil(power));
    }

    /** Draws it. */
    public static String svg(String title, List<String> lines, List<Series> series) {
        return new DotChart(title, lines, series).draw();
    }

    private String draw() {
        legend();
        scale(top + ROW * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), top + ROW * i + ROW / 2);
        }
        return svg.toString();
    }

    private String colours() {
        return IntStream.range(0, series.size())
                .mapToObj(i -> "  .s%d { fill: %2$s; stroke: %2$s; }".formatted(i, COLOURS.get(i % COLOURS.size())))
                .collect(Collectors.joining("\n"));
    }

    private void legend() {
        for (int i = 0; i < series.size(); i++) {
            double x = 20 + (i % IN_A_LINE) * (WIDTH - 40.0) / IN_A_LINE;
            double y = 52 + ROW * (i / IN_A_LINE);
            mark(i, x, y, series.get(i).name());
            svg.add(
                    "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
                    x + 12, y + 4, Svg.escaped(series.get(i).name()));
        }
    }

    private void scale(int bottom) {
        int step = Math.max(1, (high - low + 9) / 10);
        for (int power = low; power <= high; power += step) {
            double value = Math.pow(2, power);
            svg.add(
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%2$.1f\" y2=\"%d\"/>",
                    power == 0 ? "limit" : "grid", x(value), top, bottom);
            svg.add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(value),
                    bottom + 20,
                    value < 1 ? "1/" + (int) (1 / value) : String.format(Locale.ROOT, "%,.0f", value));
        }
    }

    private void line(String name, int y) {
        svg.add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 14, y + 4, Svg.escaped(name));
        for (int i = series.size() - 1; i >= 0; i--) { // the first on top
            Ratio ratio = series.get(i).ratios().get(name);
            if (ratio != null) {
                error(i, ratio, y);
                mark(i, x(ratio.value()), y, series.get(i).name() + " " + Table.figure(ratio.value()));
            }
        }
    }

    private void error(int series, Ratio ratio, int y) {
        if (!Double.isNaN(ratio.error())) {
            svg.add(
                    "<line class=\"error s%d\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%3$d\"/>",
                    series,
                    x(Math.max(ratio.value() / 2, ratio.value() - ratio.error())),
                    y,
                    x(ratio.value() + ratio.error()));
        }
    }

    private void mark(int series, double x, double y, String tip) {
        svg.add(
                "<path class=\"mark s%d\" transform=\"translate(%.1f,%.1f)\" d=\"%s\"><title>%s</title></path>",
                series, x, y, SHAPES.get(series % SHAPES.size()), Svg.escaped(tip));
    }

    private double x(double value) {
        double share = (Math.log(value) / Math.log(2) - low) / (high - low);
        return LEFT + Math.min(1, Math.max(0, share)) * (RIGHT - LEFT);
    }
}
