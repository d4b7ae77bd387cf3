package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.CountDownLatch;
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

/** Reads while another thread is inside a transaction that has written what is read (T2). */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class ReadDuringTransactionBenchmark {

    private final PrimitiveAtom<Integer> primitive = Atom.of(1);
    private final PrimitiveAtom<Integer> other = Atom.of(1);
    private final Atom<Integer> derived = Atom.map(primitive, n -> n);
    private final Atom<Integer> current = Atom.map(other, n -> n);
    private final AtomStore store = AtomStore.create();
    private AtomHandle<Integer> primitiveHandle;
    private AtomHandle<Integer> derivedHandle;
    private AtomHandle<Integer> currentHandle;
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private Thread thread;

    @Setup
    public void setUp() throws InterruptedException {
        store.subscribe(derived, value -> {});
        store.subscribe(current, value -> {});
        primitiveHandle = store.handle(primitive);
        derivedHandle = store.handle(derived);
        currentHandle = store.handle(current);
        thread = new Thread(() -> store.transaction(tx -> {
            tx.set(primitive, 2);
            Check.equal(2, tx.get(derived));
            inside.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        thread.start();
        inside.await();
    }

    @TearDown
    public void tearDown() throws InterruptedException {
        Check.equal(1, primitiveHandle.get());
        Check.equal(1, derivedHandle.get());
        end.countDown();
        thread.join();
        Check.equal(2, primitiveHandle.get());
        Check.equal(2, derivedHandle.get());
    }

    @Benchmark
    public Integer primitiveByHandle() {
        return primitiveHandle.get();
    }

    @Benchmark
    public Integer primitiveByStore() {
        return store.get(primitive);
    }

    @Benchmark
    public Integer derivedByHandle() {
        return derivedHandle.get();
    }

    /** A derived atom that the transaction did not touch. */
    @Benchmark
    public Integer untouchedDerivedByHandle() {
        return currentHandle.get();
    }
}
