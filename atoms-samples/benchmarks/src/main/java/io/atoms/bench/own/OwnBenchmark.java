package io.atoms.bench.own;

import io.atoms.AtomStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One write of an {@link OwnGraph}, and the reads after it. Run by {@link io.atoms.bench.Own}. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class OwnBenchmark {

    /** What {@link Graphs} makes. */
    @Param("shape:10-3-2-0-100")
    public String graph = "";

    private final AtomStore store = AtomStore.create();
    private OwnGraph own = new Shape(1, 2, 1, 0, 0).graph();
    private int round;

    @Setup
    public void setUp() {
        own = Graphs.create(graph);
        own.observe(store);
    }

    @TearDown
    public void tearDown() {
        store.close();
    }

    /** The write, and the reads. */
    @Benchmark
    public void write() {
        own.write(store, ++round);
        own.read(store);
    }
}
