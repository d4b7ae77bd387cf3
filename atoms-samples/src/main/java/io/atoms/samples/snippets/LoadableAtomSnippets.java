package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.LoadableAtom;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/loadable-atom.md}. */
final class LoadableAtomSnippets {
    private LoadableAtomSnippets() {}

    static void loadable(PrintStream out) {
        // tag::loadable
        PrimitiveAtom<String> text = Atom.of("7");
        Atom<Integer> number = Atom.map(text, Integer::parseInt);
        Atom<Loadable<Integer>> safe = LoadableAtom.of(number);
        AtomStore store = AtomStore.create();

        out.println(store.get(safe));
        store.set(text, "seven"); // reading number would throw now
        out.println(store.get(safe).isFailed() + ", was " + store.get(safe).valueOrPrevious());
        // end::loadable
    }
}
