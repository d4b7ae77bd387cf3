package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.utils.LazyAtom;
import java.io.PrintStream;
import java.util.List;

/** The snippets of {@code docs/utilities/lazy-atom.md}. */
final class LazyAtomSnippets {
    private LazyAtomSnippets() {}

    static void lazy(PrintStream out) {
        // tag::lazy
        WritableAtom<List<String>, List<String>> words = LazyAtom.of(() -> {
            out.println("loading");
            return List.of("atom", "store");
        });
        AtomStore store = AtomStore.create();

        out.println("nothing loaded yet");
        out.println(store.get(words));
        store.set(words, List.of());
        store.reset(words);
        out.println(store.get(words));
        // end::lazy
    }
}
