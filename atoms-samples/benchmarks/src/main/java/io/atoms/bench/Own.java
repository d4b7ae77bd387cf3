package io.atoms.bench;

import io.atoms.bench.compare.Plan;
import io.atoms.bench.own.Facts;
import io.atoms.bench.own.OwnBenchmark;
import io.atoms.bench.own.OwnReport;
import io.atoms.bench.own.OwnReport.Figure;
import io.atoms.bench.own.Shape;
import io.atoms.bench.report.PercentileChart;
import io.atoms.bench.report.PercentileChart.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Measures a graph of your own, an {@link io.atoms.bench.own.OwnGraph}, or one that is given by numbers. */
public final class Own {

    private static final String USAGE = """
            java -cp benchmarks.jar:your-classes io.atoms.bench.Own your.GraphClass, or
              --width 10      atoms in a layer
              --layers 5      layers, that of the primitive atoms included
              --fan-in 2      how many atoms of the layer before each one reads
              --dynamic 0     percent of the atoms that leave one out now and then
              --read 100      percent of the last layer that are observed
            and, with both:
              --forks 2, --iterations 5, --time 500ms    how JMH measures; as many warm-ups
              --out own-graph                            the folder for report.md and chart.svg""";
    private static final Set<String> SHAPE = Set.of("--width", "--layers", "--fan-in", "--dynamic", "--read");
    private static final Set<String> MEASURE = Set.of("--forks", "--iterations", "--time", "--out");

    private Own() {}

    /** Runs it. The arguments may also come as one, with blanks between. */
    public static void main(String[] arguments) throws IOException {
        try {
            Arguments parsed = parse(arguments);
            String graph = graph(parsed);
            Path out = Files.createDirectories(Path.of(parsed.text("--out", "own-graph")));
            Facts facts = Facts.of(graph);
            OwnReport report = report(title(parsed, graph), facts, new Runner(options(graph, parsed)).run());
            Files.writeString(out.resolve("report.md"), report.markdown());
            Files.writeString(
                    out.resolve("chart.svg"), PercentileChart.svg("Time per write: " + report.graph(), report.times()));
            System.out.println(report.markdown() + "\nWritten into " + out.toAbsolutePath());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        } catch (IllegalStateException | RunnerException e) {
            System.err.println(e);
            System.exit(1);
        }
    }

    private static Arguments parse(String[] arguments) {
        Set<String> names = new TreeSet<>(SHAPE);
        names.addAll(MEASURE);
        return new Arguments(String.join(" ", arguments).strip().split(" +"), names, Set.of());
    }

    private static String graph(Arguments arguments) {
        List<String> names =
                arguments.rest().stream().filter(name -> !name.isEmpty()).toList();
        boolean shape = SHAPE.stream().anyMatch(arguments::has);
        if (names.size() > 1 || shape == !names.isEmpty()) {
            throw new IllegalArgumentException("Own needs either one class, or the numbers of a graph");
        }
        return shape ? shape(arguments).text() : names.get(0);
    }

    private static Shape shape(Arguments arguments) {
        return new Shape(
                arguments.number("--width", 10, 1),
                arguments.number("--layers", 5, 2),
                arguments.number("--fan-in", 2, 1),
                arguments.number("--dynamic", 0, 0),
                arguments.number("--read", 100, 0));
    }

    private static String title(Arguments arguments, String graph) {
        return arguments.rest().contains(graph) ? graph : shape(arguments).toString();
    }

    private static Options options(String graph, Arguments arguments) {
        int iterations = arguments.number("--iterations", 5, 2);
        TimeValue time = TimeValue.milliseconds(
                arguments.time("--time", Duration.ofMillis(500)).toMillis());
        return new OptionsBuilder()
                .include("^" + OwnBenchmark.class.getName().replace(".", "\\.") + "\\.write$")
                .param("graph", graph)
                .mode(Mode.AverageTime)
                .mode(Mode.SampleTime)
                .forks(arguments.number("--forks", 2, 1))
                .warmupIterations(iterations)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .jvmArgs(Plan.FLAGS.toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static OwnReport report(String graph, Facts facts, Collection<RunResult> results) {
        RunResult average = of(results, Mode.AverageTime);
        Statistics samples = of(results, Mode.SampleTime).getPrimaryResult().getStatistics();
        return new OwnReport(
                graph,
                facts,
                figure(average.getPrimaryResult()),
                figure(average.getSecondaryResults().get("gc.alloc.rate.norm")),
                points(samples));
    }

    private static RunResult of(Collection<RunResult> results, Mode mode) {
        return results.stream()
                .filter(result -> result.getParams().getMode() == mode)
                .findFirst()
                .orElseThrow();
    }

    private static Figure figure(Result<?> result) {
        return new Figure(result.getScore(), result.getScoreError());
    }

    /** From all to the rarest of which there are a few, ten steps for each tenth part. */
    private static List<Point> points(Statistics samples) {
        List<Point> points = new ArrayList<>();
        double rarest = Math.max(1, Math.log10(samples.getN()) - 0.5);
        for (int i = 0; i <= 10 * rarest; i++) {
            double percentile = 100 * (1 - Math.pow(10, -i / 10.0));
            points.add(new Point(percentile, samples.getPercentile(percentile)));
        }
        points.add(new Point(50, samples.getPercentile(50)));
        points.sort(Comparator.comparingDouble(Point::percentile));
        return points;
    }
}
