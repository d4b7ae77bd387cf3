package io.atoms.bench.guard;

import io.atoms.bench.guard.Recorded.Times;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Compares with what was recorded. What seems slower is measured again, alone, longer, and in another process, for what a
 * JVM compiles it may compile unluckily; it counts only if it is slower each time.
 */
final class Attempts {

    /** The first, and two that have to agree. */
    private static final int ATTEMPTS = 3;

    /** Measures workloads for some seconds. */
    interface Measurement {
        Times take(List<String> workloads, int seconds);
    }

    private final Recorded recorded;
    private final Measurement measurement;
    private final Consumer<String> out;

    Attempts(Recorded recorded, Measurement measurement, Consumer<String> out) {
        this.recorded = recorded;
        this.measurement = measurement;
        this.out = out;
    }

    /** The workloads that are slower, as each attempt found. */
    List<String> slower(int seconds) {
        List<String> suspects = recorded.workloads();
        for (int i = 1; i <= ATTEMPTS && !suspects.isEmpty(); i++) {
            Times times = measurement.take(suspects, i * seconds);
            suspects.forEach(workload -> describe(workload, times));
            suspects = suspects.stream()
                    .filter(workload -> recorded.slower(workload, times))
                    .toList();
        }
        return suspects;
    }

    private void describe(String workload, Times times) {
        StringBuilder line = new StringBuilder(workload);
        for (String rival : Race.RIVALS) {
            line.append(String.format(
                    Locale.ROOT,
                    "; %.2f x %s (recorded %.2f)",
                    times.ratio(workload, rival),
                    rival,
                    recorded.ratio(workload, rival)));
        }
        out.accept(line + (recorded.slower(workload, times) ? ": slower" : ""));
    }
}
