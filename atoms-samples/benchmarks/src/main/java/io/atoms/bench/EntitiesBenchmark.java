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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Ten thousand entities, each with an observed derived atom; one transaction touches a thousand of them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class EntitiesBenchmark {

    private static final int ENTITIES = 10_000;
    private static final int TOUCHED = 1_000;

    private final Runs runs = new Runs();
    private final List<PrimitiveAtom<Integer>> entities = new ArrayList<>();
    private final AtomStore store = AtomStore.create();
    private int round;
    private long transactions;
    private long told;

    @Setup
    public void setUp() {
        for (int i = 0; i < ENTITIES; i++) {
            PrimitiveAtom<Integer> entity = Atom.of(0);
            entities.add(entity);
            store.subscribe(Atom.map(entity, runs.counting(n -> 127 - n)), value -> told++);
        }
    }

    @TearDown
    public void tearDown() {
        Check.equal(ENTITIES + transactions * TOUCHED, runs.count());
        Check.equal(transactions * TOUCHED, told);
    }

    @Benchmark
    public void transactionOf1000Entities() {
        transactions++;
        int value = 1 + (++round & 63);
        int first = round % (ENTITIES / TOUCHED);
        store.transaction(tx -> {
            for (int i = first; i < ENTITIES; i += ENTITIES / TOUCHED) {
                tx.set(entities.get(i), value);
            }
        });
    }
}
