package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.bench.own.Retained;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jol.vm.VM;

/**
 * Bytes per thing in a store, by the sizes that JOL tells: everything that the store refers to, without the definitions and
 * the values, divided by the number of things. What is already there in an empty store with one thing is taken off, and what
 * all stores share.
 */
public final class Footprint {

    private static final int MANY = 100_000;
    private static final Integer ONE = 1;

    private Footprint() {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        System.setProperty("jol.magicFieldOffset", "true"); // for fields of records
        System.out.println(VM.current().details());
        System.out.println("| what | bytes |");
        System.out.println("|---|---|");
        row("empty store", size(AtomStore.create()));
        row("a store with one primitive value, which was read and written", size(oneValue()));
        row("primitive value, look-up included, without the definition", perPrimitive(false));
        row("the same, with the definition", perPrimitive(true));
        int[] counts = {1, 2, 4, 8, 16};
        for (int count : counts) {
            row("unobserved derived value of " + count + " dependencies", perDerived(count, false));
        }
        for (int count : counts) {
            row("observed derived value of " + count + " dependencies", perDerived(count, true));
        }
        row("observed derived value in a chain, with one edge", perChainLink());
        row("edge to an observed derived atom (16 less 8 dependencies)", perEdge(true));
        row("edge to an unobserved derived atom (16 less 8 dependencies)", perEdge(false));
        row("subscription of an atom that has others", perSubscription());
        row("effect that reads one atom", perEffect());
        row("ten thousand entities, definitions included, nobody observes them", entities(false));
        row("the same, each with an observed derived atom and its listener", entities(true));
    }

    private static void row(String what, double bytes) {
        System.out.println(String.format(Locale.ROOT, "| %s | %.1f |", what, bytes));
    }

    private static AtomStore oneValue() {
        AtomStore store = AtomStore.create();
        PrimitiveAtom<Integer> atom = Atom.of(0);
        store.set(atom, ONE);
        store.get(atom);
        return store;
    }

    /** What the store refers to, and nothing beside it does, nor other stores. */
    private static long size(AtomStore store, Object... beside) {
        return size(beside, store);
    }

    private static long size(Object[] beside, Object... roots) {
        Retained retained = new Retained();
        retained.count(AtomStore.create());
        retained.count(beside);
        return retained.count(roots);
    }

    /** The store, and definitions, which it refers to weakly. */
    private static long sizeWithDefinitions(AtomStore store, List<?> definitions) {
        List<Object> roots = new ArrayList<>(definitions);
        roots.add(store);
        return size(new Object[] {ONE}, roots.toArray());
    }

    private static double perPrimitive(boolean withDefinition) {
        AtomStore store = AtomStore.create();
        List<PrimitiveAtom<Integer>> atoms = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            atoms.add(Atom.of(0));
        }
        double empty = size(store);
        atoms.forEach(atom -> store.set(atom, ONE));
        double all = withDefinition ? sizeWithDefinitions(store, atoms) : size(store, atoms, ONE);
        Check.equal(1, store.get(atoms.get(MANY - 1)));
        return (all - empty) / MANY;
    }

    /** The dependencies are shared, so that they add little. */
    private static double perDerived(int dependencies, boolean observed) {
        int n = MANY / 10;
        AtomStore store = AtomStore.create();
        List<PrimitiveAtom<Integer>> heads = new ArrayList<>();
        for (int i = 0; i < dependencies; i++) {
            heads.add(Atom.of(1));
            store.set(heads.get(i), 2);
        }
        List<Atom<Integer>> atoms = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            atoms.add(Atom.derived(get -> {
                int sum = 0;
                for (PrimitiveAtom<Integer> head : heads) {
                    sum += get.get(head);
                }
                return sum;
            }));
        }
        Atom<Integer> all = Atom.combine(atoms, List::size);
        double before = size(store);
        if (observed) {
            store.subscribe(all, value -> {});
        } else {
            atoms.forEach(store::get);
        }
        Check.equal(dependencies * 2L, store.get(atoms.get(n - 1)));
        double own = size(store, atoms, all, heads) - before;
        if (observed) {
            own -= edgesOfTheCollector(n);
        }
        return own / n;
    }

    /** What the one atom that makes the others observed holds itself: a reference, a tick and a place per edge. */
    private static double edgesOfTheCollector(int n) {
        return n * (4.0 + 8.0 + 4.0);
    }

    private static double perChainLink() {
        int n = MANY / 10;
        AtomStore store = AtomStore.create();
        List<Atom<Integer>> atoms = new ArrayList<>();
        atoms.add(Atom.of(1));
        for (int i = 0; i < n; i++) {
            atoms.add(Atom.map(atoms.get(i), value -> value));
        }
        double before = size(store);
        store.subscribe(atoms.get(n), value -> {});
        return (size(store, atoms) - before) / n;
    }

    private static double perEdge(boolean observed) {
        return (perDerived(16, observed) - perDerived(8, observed)) / 8;
    }

    private static double perSubscription() {
        AtomStore store = AtomStore.create();
        PrimitiveAtom<Integer> atom = Atom.of(0);
        Consumer<Integer> listener = value -> {};
        store.subscribe(atom, listener);
        double before = size(store);
        for (int i = 0; i < MANY; i++) {
            store.subscribe(atom, listener);
        }
        return (size(store) - before) / MANY;
    }

    private static double perEffect() {
        int n = MANY / 10;
        AtomStore store = AtomStore.create();
        PrimitiveAtom<Integer> atom = Atom.of(0);
        store.set(atom, ONE);
        double before = size(store);
        for (int i = 0; i < n; i++) {
            store.effect(ctx -> ctx.get(atom));
        }
        return (size(store) - before) / n;
    }

    /** A primitive value each, and (if observed) a derived atom over it with a subscription. */
    private static double entities(boolean observed) {
        int n = 10_000;
        AtomStore store = AtomStore.create();
        List<PrimitiveAtom<Integer>> atoms = new ArrayList<>();
        Consumer<Integer> listener = value -> {};
        for (int i = 0; i < n; i++) {
            PrimitiveAtom<Integer> atom = Atom.of(0);
            atoms.add(atom);
            store.set(atom, ONE);
            if (observed) {
                store.subscribe(Atom.map(atom, value -> value), listener);
            }
        }
        double all = sizeWithDefinitions(store, atoms);
        Check.equal(1, store.get(atoms.get(n - 1)));
        return all;
    }
}
