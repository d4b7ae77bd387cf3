package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads of values that are current, beside a volatile field: what a read costs when nothing has to be done, by one
 * thread and (with {@code -t 2}) by two.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ReadBenchmark {

    private volatile Integer field = 1;

    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> primitive = Atom.of(0);
    private final PrimitiveAtom<Integer> unrelated = Atom.of(0);
    private final Atom<Integer> observed = Atom.map(primitive, runs.counting(Function.identity()));
    private final Atom<Integer> unobserved = Atom.derived(get -> get.get(primitive));

    private final AtomStore store = AtomStore.create();
    private AtomHandle<Integer> primitiveHandle;
    private AtomHandle<Integer> observedHandle;
    private AtomHandle<Integer> unobservedHandle;
    private int round;

    @Setup
    public void setUp() {
        store.set(primitive, 1);
        store.subscribe(observed, value -> {});
        primitiveHandle = store.handle(primitive);
        observedHandle = store.handle(observed);
        unobservedHandle = store.handle(unobserved);
        Check.equal(1, store.get(unobserved));
    }

    @TearDown
    public void tearDown() {
        Check.equal(1, primitiveHandle.get());
        Check.equal(1, observedHandle.get());
        Check.equal(1, unobservedHandle.get());
        Check.equal(1, runs.count());
    }

    @Benchmark
    public Integer volatileField() {
        return field;
    }

    @Benchmark
    public Integer primitiveByStore() {
        return store.get(primitive);
    }

    @Benchmark
    public Integer primitiveByHandle() {
        return primitiveHandle.get();
    }

    @Benchmark
    public Integer observedDerivedByStore() {
        return store.get(observed);
    }

    @Benchmark
    public Integer observedDerivedByHandle() {
        return observedHandle.get();
    }

    @Benchmark
    public Integer unobservedDerivedByStore() {
        return store.get(unobserved);
    }

    @Benchmark
    public Integer unobservedDerivedByHandle() {
        return unobservedHandle.get();
    }

    /** To be taken off the next one. */
    @Benchmark
    public void unrelatedWrite() {
        store.set(unrelated, ++round & 63);
    }

    /** After a write that has nothing to do with it, an unobserved derived atom is checked, not recomputed (R5). */
    @Benchmark
    public Integer unrelatedWriteThenUnobservedDerived() {
        store.set(unrelated, ++round & 63);
        return store.get(unobserved);
    }
}
