package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.io.PrintStream;

/** The program at the top of the README. */
@SuppressWarnings("UnusedVariable") // all entries have the same parameter
final class FirstProgram {
    private FirstProgram() {}

    static void program(PrintStream out) {
        // tag::program
        PrimitiveAtom<Integer> price = Atom.of(20);
        PrimitiveAtom<Integer> amount = Atom.of(2);
        Atom<Integer> total = Atom.combine(price, amount, (p, a) -> p * a);

        try (AtomStore store = AtomStore.create()) {
            store.subscribe(total, (previous, current) -> System.out.println(previous + " -> " + current));
            store.set(amount, 3);
            store.transaction(tx -> {
                tx.set(price, 30);
                tx.set(amount, 5);
            });
        }
        // end::program
    }
}
