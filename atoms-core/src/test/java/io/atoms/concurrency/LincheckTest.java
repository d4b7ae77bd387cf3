package io.atoms.concurrency;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.fixtures.Proves;
import io.atoms.fixtures.Threads;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * A store of two atoms and a derived one is linearizable: whatever threads do at once, the results are those of doing
 * it one after the other. More with {@code -Dlincheck.iterations=N}; the budget here is small.
 */
@Proves({"T1", "T3", "T6", "R3", "R10", "R12"})
@Param(name = "value", gen = IntGen.class, conf = "1:5")
public class LincheckTest {

    private final PrimitiveAtom<Integer> left = Atom.of(0);
    private final PrimitiveAtom<Integer> right = Atom.of(0);
    private final Atom<Integer> sum = Atom.combine(left, right, Integer::sum);
    private final AtomStore store = AtomStore.create();

    @Operation
    public void setLeft(@Param(name = "value") int value) {
        store.set(left, value);
    }

    @Operation
    public void setBoth(@Param(name = "value") int value) {
        store.transaction(tx -> {
            tx.set(left, value);
            tx.set(right, -value);
        });
    }

    @Operation
    public void rollBack(@Param(name = "value") int value) {
        try {
            store.transaction(tx -> {
                tx.set(left, value * 100);
                tx.get(sum);
                throw new IllegalStateException("taken back");
            });
        } catch (IllegalStateException expected) {
            return;
        }
    }

    @Operation
    public void increment() {
        store.update(right, n -> n + 1);
    }

    @Operation
    public int getLeft() {
        return store.get(left);
    }

    @Operation
    public int getSum() {
        return store.get(sum);
    }

    @Operation
    public String snapshot() {
        try (StoreSnapshot snapshot = store.snapshot()) {
            return snapshot.get(left) + " + " + snapshot.get(right) + " = " + snapshot.get(sum);
        }
    }

    @Test
    void store_isLinearizable_inInterleavingsChosenByTheModelChecker() {
        new ModelCheckingOptions()
                // Its own limit is ten seconds for a run, and the first run instruments all classes.
                .invocationTimeout$lincheck(Threads.LIMIT.toMillis())
                .iterations(Integer.getInteger("lincheck.modelIterations", 3))
                .invocationsPerIteration(Integer.getInteger("lincheck.modelInvocations", 60))
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(LincheckTest.class);
    }

    @Test
    void store_isLinearizable() {
        new StressOptions()
                .invocationTimeout$lincheck(Threads.LIMIT.toMillis())
                .iterations(Integer.getInteger("lincheck.iterations", 20))
                .invocationsPerIteration(Integer.getInteger("lincheck.invocations", 500))
                .threads(3)
                .actorsPerThread(3)
                .check(LincheckTest.class);
    }
}
