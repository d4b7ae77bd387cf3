package io.atoms.bench;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ten thousand async atoms are in flight and complete on two threads at once, into one sum that is observed. An
 * operation is all the completions, until the whole sum has been told. Making the store and starting the work is not in
 * it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class AsyncCompletionsBenchmark {

    private static final int THREADS = 2;
    private static final int GROUP = 100;
    private static final int LIMIT = 60;

    /** How many are in flight; a multiple of a hundred. */
    @Param("10000")
    public int atoms = 10_000;

    /** What adds them up. */
    @Param
    public Shape shape = Shape.FLAT;

    /** What adds them up. */
    public enum Shape {
        /** One derived atom over all of them: it reads them all each time that it runs. */
        FLAT,
        /** A derived atom over each hundred, and one over those. */
        TREE,
        /** One async atom that awaits them all, and has no sum before the last has come. */
        AWAITED,
        /** No atoms: a {@code Mono.zip} over the same Publishers. */
        PLAIN_REACTOR
    }

    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    private List<Sinks.One<Integer>> sinks = List.of();
    private AtomStore store = AtomStore.create();
    private CountDownLatch complete = new CountDownLatch(1);
    private volatile int newest;

    /** Starts the work. */
    @Setup(Level.Invocation)
    public void start() {
        complete = new CountDownLatch(1);
        newest = 0;
        sinks = new ArrayList<>(atoms);
        for (int i = 0; i < atoms; i++) {
            sinks.add(Sinks.one());
        }
        if (shape == Shape.PLAIN_REACTOR) {
            Mono.zip(sinks.stream().map(Sinks.One::asMono).toList(), AsyncCompletionsBenchmark::addUp)
                    .subscribe(this::told);
        } else {
            store = AtomStore.create();
            Atom<Integer> sum = sum();
            store.effect(context -> told(context.get(sum)));
        }
    }

    private Atom<Integer> sum() {
        List<AsyncAtom<Integer>> leaves = new ArrayList<>(atoms);
        for (Sinks.One<Integer> sink : sinks) {
            leaves.add(Atom.async(get -> sink.asMono()));
        }
        switch (shape) {
            case FLAT:
                return sumOf(leaves);
            case TREE:
                List<Atom<Integer>> groups = new ArrayList<>();
                for (int i = 0; i < atoms; i += GROUP) {
                    groups.add(sumOf(leaves.subList(i, i + GROUP)));
                }
                return Atom.combine(
                        groups, values -> values.stream().mapToInt(n -> n).sum());
            default:
                AsyncAtom<Integer> awaiting = Atom.async(
                        get -> Mono.zip(leaves.stream().map(get::await).toList(), AsyncCompletionsBenchmark::addUp));
                return Atom.map(awaiting, loadable -> loadable.orElse(0));
        }
    }

    private static Atom<Integer> sumOf(List<AsyncAtom<Integer>> leaves) {
        return Atom.combine(leaves, AsyncCompletionsBenchmark::ready);
    }

    private static int ready(List<Loadable<Integer>> loadables) {
        int sum = 0;
        for (Loadable<Integer> each : loadables) {
            sum += each.orElse(0);
        }
        return sum;
    }

    private static int addUp(Object[] values) {
        int sum = 0;
        for (Object each : values) {
            sum += (Integer) each;
        }
        return sum;
    }

    private void told(int sum) {
        newest = sum;
        if (sum == atoms) {
            complete.countDown();
        }
    }

    @Benchmark
    public int complete() throws InterruptedException {
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            executor.execute(() -> {
                for (int i = first; i < atoms; i += THREADS) {
                    sinks.get(i).tryEmitValue(1).orThrow();
                }
            });
        }
        if (!complete.await(LIMIT, TimeUnit.SECONDS)) {
            throw new AssertionError("the sum is still " + newest + " of " + atoms);
        }
        return newest;
    }

    @TearDown(Level.Invocation)
    public void end() {
        Check.equal(atoms, newest);
        store.close();
    }

    @TearDown
    public void tearDown() {
        executor.shutdown();
    }
}
