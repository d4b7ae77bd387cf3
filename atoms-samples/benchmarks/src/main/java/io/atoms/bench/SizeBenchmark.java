package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One write and one read of the same few atoms, in stores that hold few or many others beside them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class SizeBenchmark {

    /** How many atoms the store holds. */
    @Param({"10", "1000000"})
    public int atoms = 10;

    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> head = Atom.of(0);
    private final Atom<Integer> derived = Atom.map(head, runs.counting(n -> 127 - n));
    private final List<PrimitiveAtom<Integer>> others = new ArrayList<>();
    private final AtomStore store = AtomStore.create();
    private int round;
    private long sets;

    @Setup
    public void setUp() {
        for (int i = 0; i < atoms; i++) {
            PrimitiveAtom<Integer> other = Atom.of(0);
            store.set(other, 1);
            others.add(other);
        }
        store.subscribe(derived, value -> {});
        System.gc(); // a million others push what is measured into the old generation, ten do not
    }

    @TearDown
    public void tearDown() {
        Check.equal(sets + 1, runs.count());
        Check.equal(127 - store.get(head), store.get(derived));
        Check.equal(1, store.get(others.get(atoms - 1)));
    }

    @Benchmark
    public Integer writeThenReadDerived() {
        sets++;
        store.set(head, ++round & 63);
        return store.get(derived);
    }
}
