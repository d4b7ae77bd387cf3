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

/**
 * One write of the head of an observed graph, and all that follows from it. Every atom of the graph is recomputed once
 * per write, which is asserted. The results are small integers, so the allocation is the engine's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class GraphBenchmark {

    /** The shape. */
    @Param({"DIAMOND", "CHAIN_1000", "FAN_OUT_1000", "FAN_OUT_1000_EFFECTS"})
    public Shape shape = Shape.DIAMOND;

    /** What hangs below the head. */
    public enum Shape {
        /** Five atoms over the head, and one over the five; subscribed. */
        DIAMOND,
        /** A thousand atoms in a row; the last is subscribed. */
        CHAIN_1000,
        /** A thousand atoms over the head, each subscribed. */
        FAN_OUT_1000,
        /** A thousand effects that read the head. */
        FAN_OUT_1000_EFFECTS
    }

    private final Runs runs = new Runs();
    private final PrimitiveAtom<Integer> head = Atom.of(0);
    private final AtomStore store = AtomStore.create();
    private int round;
    private long sets;
    private long told;
    private int listeners;
    private int atoms;
    private Atom<Integer> last = head;

    @Setup
    public void setUp() {
        switch (shape) {
            case DIAMOND:
                diamond();
                break;
            case CHAIN_1000:
                for (int i = 0; i < 1_000; i++) {
                    last = flip(last);
                }
                subscribe(last);
                break;
            case FAN_OUT_1000:
                for (int i = 0; i < 1_000; i++) {
                    last = flip(head);
                    subscribe(last);
                }
                break;
            default:
                listeners = 1_000;
                for (int i = 0; i < 1_000; i++) {
                    store.effect(ctx -> {
                        ctx.get(head);
                        told++;
                    });
                }
                told = 0;
                break;
        }
    }

    private void diamond() {
        List<Atom<Integer>> middle = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            middle.add(flip(head));
        }
        atoms++;
        last = Atom.derived(get -> {
            int sum = 0;
            for (Atom<Integer> atom : middle) {
                sum += get.get(atom);
            }
            return runs.<Integer, Integer>counting(n -> n / 5).apply(sum);
        });
        subscribe(last);
    }

    private Atom<Integer> flip(Atom<Integer> atom) {
        atoms++;
        return Atom.map(atom, runs.counting(n -> 127 - n));
    }

    private void subscribe(Atom<Integer> atom) {
        listeners++;
        store.subscribe(atom, value -> told++);
    }

    @TearDown
    public void tearDown() {
        Check.equal((sets + 1) * atoms, runs.count());
        Check.equal(sets * listeners, told);
        boolean flipped = shape == Shape.DIAMOND || shape == Shape.FAN_OUT_1000;
        int value = store.get(head);
        Check.equal(flipped ? 127 - value : value, store.get(last));
    }

    @Benchmark
    public void write() {
        sets++;
        store.set(head, ++round & 63);
    }
}
