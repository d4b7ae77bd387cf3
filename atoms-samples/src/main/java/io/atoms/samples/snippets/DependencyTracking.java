package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The snippets of {@code docs/concepts/dependency-tracking.md}. */
final class DependencyTracking {
    private DependencyTracking() {}

    static void dynamic(PrintStream out) {
        // tag::dynamic
        PrimitiveAtom<Boolean> detailed = Atom.of(false);
        PrimitiveAtom<String> title = Atom.of("Report");
        PrimitiveAtom<String> details = Atom.of("12 pages");
        Atom<String> text = Atom.derived(get -> {
            out.println("running");
            return get.get(detailed) ? get.get(title) + ", " + get.get(details) : get.get(title);
        });
        AtomStore store = AtomStore.create();

        out.println(store.get(text));
        store.set(details, "13 pages"); // the last run did not read it
        out.println(store.get(text));
        store.set(detailed, true);
        out.println(store.get(text));
        // end::dynamic
    }

    static void diamond(PrintStream out) {
        // tag::diamond
        PrimitiveAtom<Integer> n = Atom.of(1);
        Atom<Integer> twice = Atom.map(n, v -> v * 2);
        Atom<Integer> square = Atom.map(n, v -> v * v);
        Atom<String> both = Atom.combine(twice, square, (t, s) -> t + " and " + s);
        AtomStore store = AtomStore.create();
        store.subscribe(both, out::println);

        store.set(n, 5); // one run of each, never "10 and 1"
        // end::diamond
    }

    static void cutOff(PrintStream out) {
        // tag::cutOff
        PrimitiveAtom<Integer> age = Atom.of(20);
        Atom<Boolean> adult = Atom.map(age, a -> {
            out.println("checking " + a);
            return a >= 18;
        });
        Atom<String> label = Atom.map(adult, isAdult -> {
            out.println("labelling");
            return isAdult ? "adult" : "child";
        });
        AtomStore store = AtomStore.create();
        store.get(label);

        store.set(age, 21);
        out.println(store.get(label));
        // end::cutOff
    }

    static void lazy(PrintStream out) {
        // tag::lazy
        PrimitiveAtom<Integer> n = Atom.of(1);
        PrimitiveAtom<Integer> other = Atom.of(1);
        Atom<Integer> twice = Atom.derived(get -> {
            out.println("running");
            return get.get(n) * 2;
        });
        AtomStore store = AtomStore.create();

        store.get(twice);
        store.set(n, 2);
        store.set(n, 3);
        out.println("nobody asked"); // two writes, no run
        store.get(twice);
        store.set(other, 5);
        store.get(twice); // what it read has not changed
        // end::lazy
    }

    static void peek(PrintStream out) {
        // tag::peek
        PrimitiveAtom<Integer> clicks = Atom.of(0);
        PrimitiveAtom<String> name = Atom.of("Ada");
        Atom<String> text = Atom.derived(get -> get.peek(name) + " clicked " + get.get(clicks));
        AtomStore store = AtomStore.create();
        store.subscribe(text, out::println);

        store.set(name, "Grace"); // tells nobody
        store.set(clicks, 1);
        // end::peek
    }

    static void storeInside(PrintStream out) {
        // tag::storeInside
        PrimitiveAtom<Integer> n = Atom.of(1);
        AtomStore store = AtomStore.create();
        Atom<Integer> wrong = Atom.derived(get -> store.get(n) * 2); // store.get tracks nothing

        out.println(store.get(wrong));
        store.set(n, 5);
        out.println(store.get(wrong));
        // end::storeInside
    }

    static void leakedGetter(PrintStream out) {
        // tag::leakedGetter
        PrimitiveAtom<Integer> n = Atom.of(1);
        List<Getter> leaked = new ArrayList<>();
        Atom<Integer> wrong = Atom.derived(get -> {
            leaked.add(get);
            return get.get(n);
        });
        AtomStore store = AtomStore.builder().name("shop").build();
        store.get(wrong);
        try {
            leaked.get(0).get(n);
        } catch (AtomUsageException e) {
            out.println(e.getMessage());
        }
        // end::leakedGetter
    }

    static void deep(PrintStream out) {
        // tag::deep
        PrimitiveAtom<Integer> first = Atom.of(0);
        Atom<Integer> last = first;
        for (int i = 0; i < 100_000; i++) {
            last = Atom.map(last, n -> n + 1);
        }
        AtomStore store = AtomStore.create();
        out.println(store.get(last));
        // end::deep
    }
}
