package io.atoms.bench.guard;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** How many times its rivals this library took when that was recorded: {@code deep.limit = 7.12}. */
final class Recorded {

    /** How many times the recorded ratio is too slow. */
    static final double TOLERANCE = 1.5;

    private final Properties ratios = new Properties();

    private Recorded() {}

    static Recorded read(Path file) throws IOException {
        Recorded recorded = new Recorded();
        try (Reader reader = Files.newBufferedReader(file)) {
            recorded.ratios.load(reader);
        }
        return recorded;
    }

    /** The workloads in it. */
    List<String> workloads() {
        return ratios.stringPropertyNames().stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .distinct()
                .sorted()
                .toList();
    }

    double ratio(String workload, String rival) {
        String value = ratios.getProperty(workload + "." + rival);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no ratio of " + workload + " to " + rival + " is recorded; --record does it");
        }
        return Double.parseDouble(value);
    }

    /** Whether the library is too slow beside each of its rivals. Beside one alone, that one may have changed. */
    boolean slower(String workload, Times times) {
        return Race.RIVALS.stream()
                .allMatch(rival -> times.ratio(workload, rival) > TOLERANCE * ratio(workload, rival));
    }

    /** Writes the medians of some times. */
    static void write(Path file, List<String> workloads, List<Times> several, String comment) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# How many times its rivals atoms took per round; Guard fails when each is 50% more.");
        lines.add("# " + comment);
        for (String workload : workloads) {
            for (String rival : Race.RIVALS) {
                List<Double> ratios = several.stream()
                        .map(times -> times.ratio(workload, rival))
                        .sorted(Comparator.naturalOrder())
                        .toList();
                // A colon would end the name.
                lines.add(String.format(
                        Locale.ROOT,
                        "%s.%s = %.3f",
                        workload.replace(":", "\\:"),
                        rival,
                        ratios.get(ratios.size() / 2)));
            }
        }
        Files.write(file, lines);
    }

    /** Nanoseconds per round, by workload and peer. */
    record Times(Map<String, Map<String, Double>> nanos) {

        /** How many times the rival this library took. */
        double ratio(String workload, String rival) {
            Map<String, Double> of = nanos.getOrDefault(workload, Map.of());
            Double ours = of.get(Race.ATOMS);
            Double theirs = of.get(rival);
            if (ours == null || theirs == null) {
                throw new IllegalStateException("no time of " + workload + " beside " + rival);
            }
            return ours / theirs;
        }
    }
}
