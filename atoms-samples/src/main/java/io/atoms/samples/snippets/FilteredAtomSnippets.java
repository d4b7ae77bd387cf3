package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.FilteredAtom;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/filtered-atom.md}. */
final class FilteredAtomSnippets {
    private FilteredAtomSnippets() {}

    static void filtering(PrintStream out) {
        // tag::filtering
        PrimitiveAtom<String> typed = Atom.of("");
        Atom<String> valid = FilteredAtom.of(typed, text -> text.matches("[0-9]+"), "0");
        Atom<Integer> twice = Atom.map(valid, text -> Integer.parseInt(text) * 2);
        AtomStore store = AtomStore.create();
        store.subscribe(twice, value -> out.println("twice is " + value));

        store.set(typed, "4");
        store.set(typed, "4x"); // not a number: the last one stays
        store.set(typed, "42");
        // end::filtering
    }
}
