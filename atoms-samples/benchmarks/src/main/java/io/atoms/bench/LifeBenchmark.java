package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Making things and letting them go. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class LifeBenchmark {

    private final PrimitiveAtom<Integer> head = Atom.of(0);
    private final Atom<Integer> derived = Atom.map(head, n -> 127 - n);
    private final AtomStore store = AtomStore.create();
    private long told;

    /** Nobody was left subscribed. */
    @TearDown
    public void tearDown() {
        store.set(head, store.get(head) + 1);
        Check.equal(0, told);
    }

    @Benchmark
    public void subscribeAndDispose() {
        store.subscribe(derived, value -> told++).dispose();
    }

    /** A derived atom that never was before, from definition to disposal. */
    @Benchmark
    public Atom<Integer> createSubscribeAndDispose() {
        Atom<Integer> atom = Atom.map(head, n -> 127 - n);
        store.subscribe(atom, value -> told++).dispose();
        return atom;
    }

    @Benchmark
    public void effectAndDispose() {
        store.effect(ctx -> ctx.get(derived)).dispose();
    }

    @Benchmark
    public Integer snapshotAndRead() {
        try (var snapshot = store.snapshot()) {
            return snapshot.get(head);
        }
    }

    /** A store per session: made, written once, read once, closed. */
    @Benchmark
    public Integer storePerSession() {
        try (AtomStore session = AtomStore.create()) {
            session.set(head, 1);
            return session.get(derived);
        }
    }
}
