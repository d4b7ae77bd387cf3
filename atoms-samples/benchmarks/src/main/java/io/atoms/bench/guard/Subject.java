package io.atoms.bench.guard;

import io.atoms.bench.peer.Peer;
import io.atoms.bench.peer.Peers;
import io.atoms.bench.workload.Workload;
import io.atoms.bench.workload.Workloads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * A workload on one peer, run in short samples. A sample is the processor time of this thread, which stands still while
 * other processes have the processor.
 */
final class Subject {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Short, so that many fit between two disturbances; long beside a look at the clock, which takes a microsecond. */
    private static final long SAMPLE = 1_000_000;

    /** Of a hundred samples, how many are faster than what counts. */
    private static final int PERCENT = 10;

    final String workload;
    final String peer;
    private final Workload graph;
    private int rounds = 1;
    private long[] samples = new long[1_024];
    private int count;

    Subject(String workload, String peer) {
        this.workload = workload;
        this.peer = peer;
        graph = Workloads.create(workload);
        if (peer.equals("limit")) {
            graph.buildByHand();
        } else {
            build(Peers.create(peer));
        }
        graph.round();
    }

    /** The peer lives as long as its graph, which is as long as the process. */
    private <N, C> void build(Peer<N, C> library) {
        graph.build(library);
    }

    /** Takes a sample. */
    void sample() {
        long start = now();
        for (int i = 0; i < rounds; i++) {
            graph.round();
        }
        long time = now() - start;
        if (count == samples.length) {
            samples = Arrays.copyOf(samples, 2 * count);
        }
        samples[count++] = Math.max(1, time) / rounds;
    }

    /** Drops the samples, and makes later ones as long as they should be. */
    void begin() {
        rounds = (int) Math.max(1, Math.min(1_000_000, SAMPLE / Math.max(1, nanos())));
        count = 0;
    }

    /** Nanoseconds of a round, as the faster samples have it. */
    long nanos() {
        if (count == 0) {
            return SAMPLE;
        }
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        return Math.max(1, sorted[count * PERCENT / 100]);
    }

    /** What the effects were given last: after the first round, what they are given on every peer. */
    List<Integer> results() {
        return graph.results();
    }

    private static long now() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
