package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.DefaultAtom;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/default-atom.md}. */
final class DefaultAtomSnippets {
    private DefaultAtomSnippets() {}

    static void following(PrintStream out) {
        // tag::following
        PrimitiveAtom<String> country = Atom.of("DE");
        WritableAtom<String, String> currency = DefaultAtom.<String>of(
                        get -> get.get(country).equals("DE") ? "EUR" : "USD")
                .named("currency");
        AtomStore store = AtomStore.create();

        out.println(store.get(currency));
        store.set(country, "US");
        out.println(store.get(currency));
        store.set(currency, "GBP"); // detached
        store.set(country, "DE");
        out.println(store.get(currency));
        store.reset(currency); // attached again
        out.println(store.get(currency));
        // end::following
    }
}
