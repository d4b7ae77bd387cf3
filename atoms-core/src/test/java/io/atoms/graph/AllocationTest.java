package io.atoms.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.fixtures.Allocated;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is not allocated again and again in a store whose graph keeps its shape. The values are made beforehand. */
class AllocationTest {

    private static final Integer[] VALUES = {1_000_001, 1_000_002, 1_000_003};
    private static final int ATOMS = 100;

    private final AtomStore store = AtomStore.create();
    private final List<PrimitiveAtom<Integer>> atoms = new ArrayList<>();
    private int told;

    AllocationTest() {
        for (int i = 0; i < ATOMS; i++) {
            atoms.add(Atom.of(0));
        }
    }

    /** Bytes per time, when it has been done often. The interpreter allocates what the compiler leaves away. */
    private long bytes(Consumer<Integer> write) {
        int times = 20_000;
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = Allocated.byThisThread();
            for (int i = 0; i < times; i++) {
                write.accept(VALUES[i % VALUES.length]);
            }
            least = Math.min(least, (Allocated.byThisThread() - before) / times);
        }
        return least;
    }

    private void setAll(Integer value) {
        for (PrimitiveAtom<Integer> atom : atoms) {
            store.set(atom, value);
        }
    }

    /** A store per session is a use. Most of this is the store, some is its builder. */
    @Test
    void emptyStore_isSmall() {
        List<AtomStore> made = new ArrayList<>();
        assertThat(bytes(value -> {
                    made.clear();
                    made.add(AtomStore.create());
                }))
                .isBetween(500L, 1_250L);
    }

    @Test
    void write_withoutObservers_allocatesNothing() {
        assertThat(bytes(value -> store.set(atoms.get(0), value))).isZero();
    }

    @Test
    void toldListeners_allocateNothing() {
        for (int i = 0; i < ATOMS; i++) {
            store.subscribe(atoms.get(0), value -> told++);
        }
        assertThat(bytes(value -> store.set(atoms.get(0), value))).isZero();
        assertThat(told).isPositive();
    }

    @Test
    void chainOfDerived_andItsEffect_allocateNothing() {
        Atom<Integer> last = atoms.get(0);
        for (int i = 0; i < ATOMS; i++) {
            Atom<Integer> before = last;
            last = Atom.derived(get -> get.get(before));
        }
        Atom<Integer> end = last;
        store.effect(context -> told += context.get(end));
        assertThat(bytes(value -> store.set(atoms.get(0), value))).isZero();
    }

    @Test
    void writesOfATransaction_allocateNothing_eachAndTwice() {
        long once = bytes(value -> store.transaction(tx -> setAll(value)));
        assertThat(once).as("the bodies of the caller and of the store").isLessThan(ATOMS);
        long twice = bytes(value -> store.transaction(tx -> {
            setAll(value);
            setAll(VALUES[value - VALUES[0]]);
            setAll(VALUES[(value - VALUES[0] + 1) % VALUES.length]);
        }));
        assertThat(twice).isLessThan(ATOMS);
    }

    @Test
    void transactionOverObservedAtoms_allocatesNothingPerAtom() {
        for (PrimitiveAtom<Integer> atom : atoms) {
            store.subscribe(Atom.derived(get -> get.get(atom)), value -> told++);
        }
        assertThat(bytes(value -> store.transaction(tx -> setAll(value)))).isLessThan(ATOMS);
        assertThat(told).isPositive();
    }
}
