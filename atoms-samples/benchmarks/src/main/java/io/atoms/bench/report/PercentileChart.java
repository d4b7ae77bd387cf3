package io.atoms.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * A chart of times as SVG: to the right, ever rarer; upwards, how long the times are that are so rare. Both scales are
 * logarithmic. Where the line turns up steeply, something happens now and then that is not the work itself.
 */
public final class PercentileChart {

    /** A time in nanoseconds, and which percentile it is. */
    public record Point(double percentile, double nanos) {}

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 90;
    private static final int RIGHT = WIDTH - 30;
    private static final int TOP = 60;
    private static final int BOTTOM = HEIGHT - 60;
    private static final String STYLE = "  .curve { fill: none; stroke: #0969da; stroke-width: 2.5; }";
    private static final double[] PERCENTILES = {0, 90, 99, 99.9, 99.99, 99.999};

    private final List<Point> points;
    private final Svg svg;
    private final int low;
    private final int high;
    private final double most;

    private PercentileChart(String title, List<Point> points) {
        this.points = points;
        svg = new Svg(title, WIDTH, HEIGHT, STYLE);
        double[] nanos = points.stream().mapToDouble(Point::nanos).sorted().toArray();
        low = (int) Math.floor(Math.log10(Math.max(1, nanos[0])));
        high = Math.max(low + 1, (int) Math.ceil(Math.log10(Math.max(1, nanos[nanos.length - 1]))));
        most = points.stream()
                .mapToDouble(point -> rarity(point.percentile()))
                .max()
                .orElseThrow();
    }

    /** Draws some points, at least two, in order of their percentile. */
    public static String svg(String title, List<Point> points) {
        return new PercentileChart(title, points).draw();
    }

    private String draw() {
        for (double percentile : PERCENTILES) {
            if (rarity(percentile) <= most) {
                double x = x(percentile);
                svg.add("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%1$.1f\" y2=\"%d\"/>", x, TOP, BOTTOM);
                svg.add(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        x, BOTTOM + 22, percentile == 0 ? "all" : "1 in " + count(percentile));
            }
        }
        for (int power = low; power <= high; power++) {
            double y = y(Math.pow(10, power));
            svg.add("<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%2$.1f\"/>", LEFT, y, RIGHT);
            svg.add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 10, y + 4, time(power));
        }
        svg.add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">so many writes take at least as long</text>",
                (LEFT + RIGHT) / 2, HEIGHT - 12);
        StringBuilder curve = new StringBuilder();
        for (Point point : points) {
            curve.append(String.format(Locale.ROOT, " %.1f,%.1f", x(point.percentile()), y(point.nanos())));
        }
        svg.add("<polyline class=\"curve\" points=\"%s\"/>", curve.substring(1));
        return svg.toString();
    }

    private static String count(double percentile) {
        return String.format(Locale.ROOT, "%,.0f", 100 / (100 - percentile));
    }

    private static String time(int power) {
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = Math.min(units.length - 1, power / 3);
        return String.format(Locale.ROOT, "%,.0f %s", Math.pow(10, power - 3 * unit), units[unit]);
    }

    /** 0 for all, 1 for one in ten, 2 for one in a hundred. */
    private static double rarity(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private double x(double percentile) {
        return LEFT + rarity(percentile) / most * (RIGHT - LEFT);
    }

    private double y(double nanos) {
        double share = (Math.log10(Math.max(1, nanos)) - low) / (high - low);
        return BOTTOM - share * (BOTTOM - TOP);
    }
}
