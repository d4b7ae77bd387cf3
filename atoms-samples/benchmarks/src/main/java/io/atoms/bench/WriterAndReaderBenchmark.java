package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtomHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One thread writes as fast as it can, another reads the same atom or one derived from it, which is observed. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Group)
public class WriterAndReaderBenchmark {

    private volatile Integer field = 0;

    private final PrimitiveAtom<Integer> primitive = Atom.of(0);
    private final Atom<Integer> derived = Atom.map(primitive, n -> 127 - n);
    private final PrimitiveAtom<Integer> alone = Atom.of(0);
    private final AtomStore store = AtomStore.create();
    private WritableAtomHandle<Integer, Integer> aloneHandle;
    private WritableAtomHandle<Integer, Integer> primitiveHandle;
    private AtomHandle<Integer> derivedHandle;

    /** The writer's. */
    @State(Scope.Thread)
    public static class Writer {
        private int round;

        int next() {
            return ++round & 63;
        }
    }

    @Setup
    public void setUp() {
        store.subscribe(derived, value -> {});
        aloneHandle = store.handle(alone);
        primitiveHandle = store.handle(primitive);
        derivedHandle = store.handle(derived);
    }

    @TearDown
    public void tearDown() {
        Check.equal(127 - primitiveHandle.get(), derivedHandle.get());
    }

    @Benchmark
    @Group("volatileField")
    @GroupThreads(1)
    public void volatileWriter(Writer writer) {
        field = writer.next();
    }

    @Benchmark
    @Group("volatileField")
    @GroupThreads(1)
    public Integer volatileReader() {
        return field;
    }

    @Benchmark
    @Group("primitive")
    @GroupThreads(1)
    public void primitiveWriter(Writer writer) {
        aloneHandle.set(writer.next());
    }

    @Benchmark
    @Group("primitive")
    @GroupThreads(1)
    public Integer primitiveReader() {
        return aloneHandle.get();
    }

    @Benchmark
    @Group("derived")
    @GroupThreads(1)
    public void derivedWriter(Writer writer) {
        primitiveHandle.set(writer.next());
    }

    @Benchmark
    @Group("derived")
    @GroupThreads(1)
    public Integer derivedReader() {
        return derivedHandle.get();
    }
}
