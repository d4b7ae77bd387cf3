package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtomHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Single commits. All values are small integers, which the JDK caches: whatever {@code -prof gc} finds is the engine's
 * own allocation.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class WriteBenchmark {

    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> plain = Atom.of(0);
    private final PrimitiveAtom<Integer> subscribed = Atom.of(0);
    private final PrimitiveAtom<Integer> head = Atom.of(0);
    private final Atom<Integer> derived = Atom.map(head, runs.counting(n -> 127 - n));
    private final PrimitiveAtom<Integer> effectHead = Atom.of(0);
    private final List<PrimitiveAtom<Integer>> hundred = new ArrayList<>();

    private final AtomStore store = AtomStore.create();
    private WritableAtomHandle<Integer, Integer> handle;
    private int round;
    private long told;
    private long toldDerived;
    private long derivedSets;
    private long subscribedSets;
    private long effectRuns;
    private long effectSets;

    @Setup
    public void setUp() {
        for (int i = 0; i < 100; i++) {
            hundred.add(Atom.of(0));
        }
        handle = store.handle(plain);
        store.subscribe(subscribed, value -> told++);
        store.subscribe(derived, value -> toldDerived++);
        store.effect(ctx -> {
            ctx.get(effectHead);
            effectRuns++;
        });
    }

    @TearDown
    public void tearDown() {
        Check.equal(subscribedSets, told);
        Check.equal(derivedSets, toldDerived);
        Check.equal(derivedSets + 1, runs.count());
        Check.equal(effectSets + 1, effectRuns);
        Check.equal(127 - store.get(head), store.get(derived));
    }

    private int next() {
        return ++round & 63;
    }

    @Benchmark
    public void setUnobserved() {
        store.set(plain, next());
    }

    @Benchmark
    public void setUnobservedByHandle() {
        handle.set(next());
    }

    @Benchmark
    public void setEqualValue() {
        store.set(plain, 0);
    }

    @Benchmark
    public void updateUnobserved() {
        store.update(plain, n -> (n + 1) & 63);
    }

    @Benchmark
    public void setWithSubscription() {
        subscribedSets++;
        store.set(subscribed, next());
    }

    @Benchmark
    public void setWithObservedDerived() {
        derivedSets++;
        store.set(head, next());
    }

    @Benchmark
    public void setWithEffect() {
        effectSets++;
        store.set(effectHead, next());
    }

    @Benchmark
    public void transactionOf100Writes() {
        int value = next();
        store.transaction(tx -> {
            for (int i = 0; i < 100; i++) {
                tx.set(hundred.get(i), value);
            }
        });
    }
}
