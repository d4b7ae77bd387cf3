package io.atoms.bench.guard;

import io.atoms.bench.compare.ChildJvm;
import io.atoms.bench.guard.Recorded.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fails when this library has become slower than was recorded, beside the work by hand and beside Arez, which run in the
 * same process. About a minute; more if something seems slower.
 *
 * <pre>
 * java -cp benchmarks.jar io.atoms.bench.guard.Guard guard.properties            compares
 * java -cp benchmarks.jar io.atoms.bench.guard.Guard guard.properties --record   records anew, the median of five
 * </pre>
 */
public final class Guard {

    /** A chain, paths that meet, many effects, and a grid of changing dependencies that is mostly not observed. */
    private static final List<String> WORKLOADS =
            List.of("deep", "diamond", "update-1:1000", "grid-6-10x10-d25-lazy80");

    private static final int SECONDS = 15;
    private static final int RECORDINGS = 5;

    /** Named, so that a machine of one core does not choose another collector. */
    private static final List<String> FLAGS = List.of("-XX:+UseG1GC", "-Xms512m", "-Xmx512m");

    private Guard() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (List.of(arguments).contains("--record")) {
            List<Times> several = new ArrayList<>();
            for (int i = 0; i < RECORDINGS; i++) {
                several.add(race(WORKLOADS, SECONDS));
            }
            Recorded.write(file, WORKLOADS, several, "Recorded on Java " + Runtime.version());
            return;
        }
        List<String> slower = new Attempts(Recorded.read(file), Guard::race, System.out::println).slower(SECONDS);
        if (!slower.isEmpty()) {
            System.out.println("Slower than recorded in " + file + ", three times: " + slower
                    + ". If that is meant, record it by --record.");
            System.exit(1);
        }
    }

    /** Measures in another process. */
    private static Times race(List<String> workloads, int seconds) {
        List<String> arguments = new ArrayList<>(List.of("" + seconds));
        arguments.addAll(workloads);
        try {
            Process process = ChildJvm.of(FLAGS, Race.class, arguments)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("the measurement ended with " + status + ": " + out);
            }
            return times(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private static Times times(String out) {
        Map<String, Map<String, Double>> nanos = new HashMap<>();
        out.lines()
                .map(line -> line.split(" "))
                .forEach(words -> nanos.computeIfAbsent(words[0], key -> new HashMap<>())
                        .put(words[1], Double.valueOf(words[2])));
        return new Times(nanos);
    }
}
