package io.atoms.bench.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a pair of workload and peer is measured: forks, and in each of them warm-ups and measurements.
 *
 * @param forks processes
 * @param warmups iterations before those that count
 * @param iterations iterations that count
 * @param time of one iteration; it takes longer if one round does
 */
public record Plan(int forks, int warmups, int iterations, Duration time) {

    /**
     * The flags of every JVM. One collector and one size of heap: another collector halves some of the work by hand. A deep
     * stack, for some libraries recurse, and how deep they get with little depends on what is compiled by then. Memory
     * that is there before it is used: once the collector has made the young generation larger, each page of it is fetched from the
     * system at its first use, and until all are, what allocates much took five times as long.
     */
    public static final List<String> FLAGS =
            List.of("-XX:+UseG1GC", "-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-Xss16m");

    /** Set to true in a JVM whose graphs are to be in the old generation. */
    public static final String SETTLED = "io.atoms.bench.settled";

    /** What is measured most carefully: the limit, this library, and the peers that are near. */
    private static final List<String> NEAR = List.of("limit", "atoms", "atoms-declared", "javafx", "arez");

    /** Milliseconds that it takes at least until a JVM is warm: after 300, one library seemed 30 times slower than it is. */
    private static final int WARM = 1_500;

    /** Milliseconds that a fork takes beside its iterations. */
    private static final int START = 600;

    /** The flags of a JVM that measures. */
    public static List<String> flags(boolean settled) {
        List<String> flags = new ArrayList<>(FLAGS);
        if (settled) {
            flags.add("-D" + SETTLED + "=true");
        }
        return flags;
    }

    /**
     * The plan of a pair. A far peer gets one fork, and one whose round is longer than an iteration fewer rounds.
     */
    public static Plan of(Checked pair, int forks, int iterations, Duration time) {
        boolean near = NEAR.contains(pair.peer());
        if (pair.micros() > 1e3 * time.toMillis() && !near) {
            return new Plan(1, Math.min(2, iterations), Math.min(3, iterations), time);
        }
        int warmups = (int) Math.max(iterations, (WARM + time.toMillis() - 1) / time.toMillis());
        return new Plan(near ? forks : 1, warmups, iterations, time);
    }

    /** Milliseconds that it will take, at most: rounds get faster. */
    public long millis(Checked pair) {
        double iteration = Math.max(time.toMillis(), pair.micros() / 1e3);
        return Math.round(forks * (START + (warmups + iterations) * iteration));
    }
}
