package io.atoms.bench;

import io.atoms.AsyncAtom;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;

/**
 * An async atom whose Mono completes at once, beside a derived atom that does the same: a write and the read after it,
 * and a read without a write. All values are small integers, which the JDK caches.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class AsyncReadBenchmark {

    /** How often a read function has run, and how often it had to. Plain: those of one thread run one at a time. */
    private long runs;

    private long expectedRuns;

    private final PrimitiveAtom<Integer> head = Atom.of(0);

    private final Atom<Integer> derived = Atom.derived(get -> {
        runs++;
        return 127 - get.get(head);
    });

    private final AsyncAtom<Integer> async = Atom.async(get -> {
        runs++;
        return Mono.just(127 - get.get(head));
    });

    private final AsyncAtom<Integer> awaiting = Atom.async(get -> {
        runs++;
        return get.await(async);
    });

    /** Nobody observes anything in it. */
    private final AtomStore store = AtomStore.create();

    private final AtomStore observingDerived = AtomStore.create();
    private final AtomStore observingAsync = AtomStore.create();
    private long told;
    private int round;

    @Setup
    public void setUp() {
        observingDerived.subscribe(derived, value -> told++);
        observingAsync.subscribe(async, value -> told++);
        store.get(derived);
        store.get(async);
        store.get(awaiting);
        runs = 0;
        told = 0;
    }

    @TearDown
    public void tearDown() {
        Check.equal(expectedRuns, runs);
        store.close();
        observingDerived.close();
        observingAsync.close();
    }

    private int next() {
        return ++round & 63;
    }

    /** To be taken off the next three. */
    @Benchmark
    public void write() {
        store.set(head, next());
    }

    @Benchmark
    public int writeThenDerived() {
        int value = next();
        expectedRuns++;
        store.set(head, value);
        int read = store.get(derived);
        Check.equal(127 - value, read);
        return read;
    }

    @Benchmark
    public int writeThenAsync() {
        int value = next();
        expectedRuns++;
        store.set(head, value);
        int read = store.get(async).orElseThrow();
        Check.equal(127 - value, read);
        return read;
    }

    /** One async atom that awaits another: two runs. */
    @Benchmark
    public int writeThenAwaiting() {
        int value = next();
        expectedRuns += 2;
        store.set(head, value);
        int read = store.get(awaiting).orElseThrow();
        Check.equal(127 - value, read);
        return read;
    }

    @Benchmark
    public int observedDerived() {
        int value = next();
        expectedRuns++;
        long before = told;
        observingDerived.set(head, value);
        int read = observingDerived.get(derived);
        Check.equal(127 - value, read);
        Check.equal(before + 1, told);
        return read;
    }

    /** The listener is told of loading, and of the result, which is a commit of its own. */
    @Benchmark
    public int observedAsync() {
        int value = next();
        expectedRuns++;
        long before = told;
        observingAsync.set(head, value);
        int read = observingAsync.get(async).orElseThrow();
        Check.equal(127 - value, read);
        Check.equal(before + 2, told);
        return read;
    }

    @Benchmark
    public int readDerived() {
        int read = store.get(derived);
        Check.equal(127, read);
        return read;
    }

    @Benchmark
    public int readAsync() {
        int read = store.get(async).orElseThrow();
        Check.equal(127, read);
        return read;
    }
}
