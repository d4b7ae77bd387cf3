package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.io.PrintStream;
import reactor.core.publisher.Mono;

/** The examples in the Javadoc of the public types; they print to the standard output. */
@SuppressWarnings("UnusedVariable") // all entries have the same parameter
final class JavadocExamples {
    private JavadocExamples() {}

    static void atom(PrintStream out) {
        // tag::atom
        PrimitiveAtom<Integer> count = Atom.of(1).named("count");
        Atom<Integer> twice = Atom.derived(get -> get.get(count) * 2);

        try (AtomStore store = AtomStore.create()) {
            store.set(count, 21);
            System.out.println(store.get(twice)); // 42
        }
        // end::atom
    }

    static void atomStore(PrintStream out) {
        // tag::atomStore
        PrimitiveAtom<Integer> a = Atom.of(1);
        PrimitiveAtom<Integer> b = Atom.of(2);
        Atom<Integer> sum = Atom.combine(a, b, Integer::sum);
        AtomStore store = AtomStore.create();
        store.subscribe(sum, value -> System.out.println("sum is " + value));
        store.transaction(tx -> {
            tx.set(a, 10);
            tx.set(b, 20);
        }); // prints "sum is 30", once
        // end::atomStore
    }

    static void atomFamily(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::atomFamily
        AtomFamily<String, PrimitiveAtom<Integer>> stock =
                Atom.<String, PrimitiveAtom<Integer>>family(sku -> Atom.of(0)).named("stock");
        store.update(stock.of("apple"), n -> n + 5);
        // end::atomFamily
    }

    static void asyncAtom(PrintStream out) {
        // tag::asyncAtom
        PrimitiveAtom<Integer> userId = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> Mono.just("user " + get.get(userId)));
        Atom<String> title = Atom.map(user, u -> u.orElse("..."));

        AtomStore store = AtomStore.create();
        System.out.println(store.get(title)); // user 7
        // end::asyncAtom
    }
}
