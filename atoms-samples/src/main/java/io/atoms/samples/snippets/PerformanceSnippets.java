package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.inspect.AtomInspection;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreObserver;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The snippets of {@code docs/guides/performance.md}. Costs are counted, not timed. */
final class PerformanceSnippets {
    private PerformanceSnippets() {}

    /** How often an atom was recomputed in a store that counts. */
    private static long runs(AtomStore store, String atom) {
        return store.inspect().find(atom).orElseThrow().recomputes();
    }

    static void counting(PrintStream out) {
        // tag::counting
        PrimitiveAtom<Integer> price = Atom.of(20).named("price");
        Atom<Boolean> cheap = Atom.<Integer, Boolean>map(price, p -> p < 100).named("cheap");
        Atom<String> label =
                Atom.<Boolean, String>map(cheap, c -> c ? "cheap" : "dear").named("label");
        AtomStore store = AtomStore.builder().counting(true).build();
        store.subscribe(label, text -> {});

        for (int p = 21; p <= 99; p++) {
            store.set(price, p);
        }
        store.inspect()
                .atoms()
                .forEach(atom -> out.println(atom.atom().name() + ": " + atom.recomputes() + " recomputes"));
        // end::counting
    }

    static void observing(PrintStream out) {
        // tag::observing
        long limit = 0; // nanoseconds; in a program a million, say
        StoreObserver slow = new StoreObserver() {
            @Override
            public void committed(ChangeSet commit) {
                commit.recomputes().stream()
                        .filter(recompute -> recompute.nanos() >= limit)
                        .forEach(recompute -> out.println(recompute.atom().name() + ", " + commit.cause()));
            }
        };
        // end::observing
        PrimitiveAtom<Integer> price = Atom.of(20).named("price");
        Atom<Integer> taxed = Atom.map(price, p -> p * 2).named("taxed");
        // tag::observing
        AtomStore store = AtomStore.builder().observer(slow).build();
        // end::observing
        store.subscribe(taxed, n -> {});
        store.set(price, 30);
    }

    static void steps(PrintStream out) {
        // tag::steps
        record Customer(String name, String city, int clicks) {}
        PrimitiveAtom<Customer> customer = Atom.of(new Customer("Ada", "London", 0));
        Atom<String> atOnce = Atom.<Customer, String>map(customer, c -> c.name() + " of " + c.city())
                .named("atOnce");
        Atom<String> city = Atom.map(customer, Customer::city);
        Atom<String> inSteps =
                Atom.<String, String>map(city, c -> "weather of " + c).named("inSteps");
        AtomStore store = AtomStore.builder().counting(true).build();
        store.subscribe(Atom.combine(atOnce, inSteps, (a, b) -> a + b), text -> {});

        for (int i = 1; i <= 100; i++) {
            store.update(customer, c -> new Customer(c.name(), c.city(), c.clicks() + 1));
        }
        out.println("atOnce: " + runs(store, "atOnce") + ", inSteps: " + runs(store, "inSteps"));
        // end::steps
    }

    static void granularity(PrintStream out) {
        // tag::granularity
        PrimitiveAtom<Map<Integer, Integer>> all = Atom.of(Map.of()); // one atom of a thousand rows
        AtomFamily<Integer, PrimitiveAtom<Integer>> row = Atom.family(id -> Atom.of(0)); // or a thousand atoms
        AtomStore store = AtomStore.builder().counting(true).build();
        List<Integer> ids = IntStream.range(0, 1_000).boxed().toList();
        for (int id : ids) {
            store.subscribe(Atom.map(all, rows -> rows.getOrDefault(id, 0)), n -> {});
            store.subscribe(Atom.map(row.of(id), n -> n * 2), n -> {});
        }
        long before = runs(store);
        store.update(all, rows -> with(rows, 7, 1));
        out.println("one atom: " + (runs(store) - before));
        before = runs(store);
        store.set(row.of(7), 1);
        out.println("a family: " + (runs(store) - before));
        // end::granularity
    }

    private static Map<Integer, Integer> with(Map<Integer, Integer> rows, int id, int value) {
        Map<Integer, Integer> next = new TreeMap<>(rows);
        next.put(id, value);
        return next;
    }

    /** How often any atom was recomputed. */
    private static long runs(AtomStore store) {
        return store.inspect().atoms().stream()
                .mapToLong(AtomInspection::recomputes)
                .sum();
    }

    static void transactions(PrintStream out) {
        // tag::transactions
        List<PrimitiveAtom<Integer>> prices =
                IntStream.range(0, 100).mapToObj(i -> Atom.of(i)).toList();
        Atom<Integer> sum = Atom.<Integer, Integer>combine(
                        List.copyOf(prices),
                        all -> all.stream().mapToInt(n -> n).sum())
                .named("sum");
        AtomStore store = AtomStore.builder().counting(true).build();
        store.subscribe(sum, n -> {});

        prices.forEach(price -> store.update(price, n -> n + 1));
        out.println("one by one: " + runs(store, "sum"));
        long before = runs(store, "sum");
        store.transaction(tx -> prices.forEach(price -> tx.update(price, n -> n + 1)));
        out.println("in a transaction: " + (runs(store, "sum") - before));
        // end::transactions
    }

    static void branches(PrintStream out) {
        // tag::branches
        PrimitiveAtom<Boolean> detailed = Atom.of(false);
        PrimitiveAtom<Integer> ticks = Atom.of(0);
        Atom<String> both = Atom.<Boolean, Integer, String>combine(detailed, ticks, (d, t) -> d ? "tick " + t : "-")
                .named("both");
        Atom<String> one = Atom.<String>derived(get -> get.get(detailed) ? "tick " + get.get(ticks) : "-")
                .named("one");
        AtomStore store = AtomStore.builder().counting(true).build();
        store.subscribe(Atom.combine(both, one, (b, o) -> b.equals(o)), equal -> {});

        for (int tick = 1; tick <= 100; tick++) {
            store.set(ticks, tick);
        }
        out.println("combine: " + runs(store, "both") + ", derived: " + runs(store, "one"));
        // end::branches
    }

    static void handles(PrintStream out) {
        // tag::handles
        PrimitiveAtom<Integer> price = Atom.of(20);
        AtomStore store = AtomStore.create();
        AtomHandle<Integer> handle = store.handle(price); // once, in a field

        long sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            sum += handle.get();
        }
        out.println(sum);
        // end::handles
    }
}
