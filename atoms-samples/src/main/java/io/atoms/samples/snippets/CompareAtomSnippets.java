package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.CompareAtom;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/compare-atom.md}. */
final class CompareAtomSnippets {
    private CompareAtomSnippets() {}

    static void comparing(PrintStream out) {
        // tag::comparing
        // Rises count at once; a fall counts only if it is larger than ten.
        PrimitiveAtom<Integer> level =
                CompareAtom.of(50, (previous, next) -> next <= previous && next >= previous - 10);
        AtomStore store = AtomStore.create();
        store.subscribe(level, (previous, current) -> out.println(previous + " -> " + current));

        store.set(level, 45); // a small fall: no change
        store.set(level, 51);
        store.set(level, 42); // a small fall: no change
        store.set(level, 30);
        // end::comparing
    }
}
