package io.atoms.bench.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures this library, the work by hand and Arez on some workloads, in one process and in turns of a millisecond, so that
 * whatever the machine does meanwhile it does to all of them. First it warms up, until nothing gets faster any more.
 */
final class Race {

    static final String ATOMS = "atoms";

    /** What the library is compared with. */
    static final List<String> RIVALS = List.of("limit", "arez");

    private static final long BLOCK = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_BLOCKS = 20;

    /** How many blocks nothing got faster in, before that is believed. */
    private static final int CALM = 3;

    private final List<Subject> subjects = new ArrayList<>();

    private Race(List<String> workloads) {
        for (String workload : workloads) {
            Subject ours = new Subject(workload, ATOMS);
            subjects.add(ours);
            for (String rival : RIVALS) {
                Subject other = new Subject(workload, rival);
                if (!other.results().equals(ours.results())) {
                    throw new AssertionError(ATOMS + " and " + rival + " differ on " + workload);
                }
                subjects.add(other);
            }
        }
    }

    /** Seconds, and workloads. Says a line for each subject: workload, peer and nanoseconds per round. */
    public static void main(String[] arguments) {
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[0]));
        Race race = new Race(List.of(arguments).subList(1, arguments.length));
        race.warmUp();
        race.block(nanos);
        for (Subject subject : race.subjects) {
            System.out.println(subject.workload + " " + subject.peer + " " + subject.nanos());
        }
    }

    private void warmUp() {
        long[] best = subjects.stream().mapToLong(subject -> Long.MAX_VALUE).toArray();
        int calm = 0;
        for (int i = 0; i < MOST_BLOCKS && calm < CALM; i++) {
            block(BLOCK);
            calm++;
            for (int k = 0; k < best.length; k++) {
                long now = subjects.get(k).nanos();
                if (now < 0.95 * best[k]) {
                    calm = 0;
                }
                best[k] = Math.min(best[k], now);
            }
        }
    }

    private void block(long nanos) {
        subjects.forEach(Subject::begin);
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            subjects.forEach(Subject::sample);
        }
    }
}
