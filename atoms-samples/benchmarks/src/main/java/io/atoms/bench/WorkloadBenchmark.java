package io.atoms.bench;

import io.atoms.bench.compare.Plan;
import io.atoms.bench.peer.Peer;
import io.atoms.bench.peer.Peers;
import io.atoms.bench.workload.Workload;
import io.atoms.bench.workload.Workloads;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One round of a workload, by a peer or by hand. Run by {@link Compare}, which also checks what each peer computes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class WorkloadBenchmark {

    /** The name of a workload. */
    @Param("deep")
    public String workload = "deep";

    /** The name of a peer, or {@code limit}. */
    @Param({"limit", "atoms"})
    public String peer = "limit";

    private @Nullable Peer<?, ?> library;
    private Workload graph = Workloads.create("deep");

    @Setup(Level.Trial)
    public void setUp() {
        build();
        if (Boolean.getBoolean(Plan.SETTLED)) {
            System.gc();
        }
    }

    /** A graph of its own for each round, where the workload wants that. */
    @Setup(Level.Invocation)
    public void refresh() {
        if (graph.fresh()) {
            close();
            build();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        if (library != null) {
            library.close();
        }
    }

    private void build() {
        graph = Workloads.create(workload);
        if (peer.equals("limit")) {
            graph.buildByHand();
        } else {
            library = Peers.create(peer);
            graph.build(library);
        }
    }

    /** The round. */
    @Benchmark
    public long round() {
        graph.round();
        return graph.told();
    }
}
