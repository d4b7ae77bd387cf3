package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
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
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What a writer pays for subscribers of a Flux, and what they get (R20). The fast one is told by the writer's thread
 * and gets every value. The slow one is told on a scheduler and takes a millisecond for each value, so it gets the
 * newest.
 *
 * <p>The score is writes per second; {@code fast} and {@code slow} are values delivered per second. What the slow
 * subscriber costs the writer is the difference of BOTH and FAST; it needs a core of its own.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class AsyncFluxBenchmark {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

    /** Who subscribes. */
    public enum Subscribers {
        NONE(false, false),
        FAST(true, false),
        SLOW(false, true),
        BOTH(true, true);

        final boolean fast;
        final boolean slow;

        Subscribers(boolean fast, boolean slow) {
            this.fast = fast;
            this.slow = slow;
        }
    }

    /** Who subscribes. */
    @Param
    public Subscribers subscribers = Subscribers.NONE;

    private final PrimitiveAtom<Integer> atom = Atom.of(0);
    private final AtomStore store = AtomStore.create();
    private final Scheduler scheduler = Schedulers.newSingle("slow", true);
    private int round;

    /** Written by the writer's thread. */
    private long fast;

    private int lastFast;

    /** Written by the scheduler's thread. */
    private volatile long slow;

    private volatile int lastSlow;

    /** Values delivered in one iteration. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Delivered {

        /** To the fast one. */
        public long fast;

        /** To the slow one. */
        public long slow;

        private long fastBefore;
        private long slowBefore;

        @Setup(Level.Iteration)
        public void begin(AsyncFluxBenchmark benchmark) {
            fastBefore = benchmark.fast;
            slowBefore = benchmark.slow;
        }

        @TearDown(Level.Iteration)
        public void end(AsyncFluxBenchmark benchmark) {
            fast = benchmark.fast - fastBefore;
            slow = benchmark.slow - slowBefore;
        }
    }

    @Setup
    public void setUp() {
        if (subscribers.fast) {
            store.flux(atom).subscribe(value -> {
                lastFast = value;
                fast++;
            });
        }
        if (subscribers.slow) {
            store.flux(atom, scheduler).subscribe(value -> {
                LockSupport.parkNanos(PAUSE);
                lastSlow = value;
                slow = slow + 1;
            });
        }
    }

    /** The fast one got the initial value and every one after it; the newest reaches the slow one in the end. */
    @TearDown
    public void tearDown() {
        if (subscribers.fast) {
            Check.equal(round + 1L, fast);
            Check.equal(round, lastFast);
        }
        if (subscribers.slow) {
            long start = System.nanoTime();
            while (lastSlow != round && System.nanoTime() - start < LIMIT) {
                LockSupport.parkNanos(PAUSE);
            }
            Check.equal(round, lastSlow);
        }
        store.close();
        scheduler.dispose();
    }

    /** Every value is another one, so that the check of the last means something; it costs an Integer. */
    @Benchmark
    public void set(Delivered delivered) {
        store.set(atom, ++round);
    }
}
