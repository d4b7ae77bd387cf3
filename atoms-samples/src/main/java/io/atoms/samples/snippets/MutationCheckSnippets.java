package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.MutationCheck;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The snippets of {@code docs/utilities/mutation-check.md}. */
final class MutationCheckSnippets {
    private MutationCheckSnippets() {}

    static void checking(PrintStream out) {
        // tag::checking
        PrimitiveAtom<List<String>> names =
                Atom.<List<String>>of(new ArrayList<>()).named("names");
        PrimitiveAtom<Integer> count = Atom.of(0).named("count");
        MutationCheck check = MutationCheck.of(mutation -> out.println(mutation.atoms() + " now " + mutation.value()))
                .watching(names); // knows its initial value
        AtomStore store = AtomStore.builder().observer(check).build();

        store.update(names, list -> {
            list.add("Ada"); // wrong: the same instance is no change
            return list;
        });
        store.set(count, 1); // the next commit of whatever atom finds it
        store.get(names).add("Grace");
        check.verify(store); // looks now
        // end::checking
    }

    static void fingerprint(PrintStream out) {
        // tag::fingerprint
        PrimitiveAtom<StringBuilder> text = Atom.of(new StringBuilder("a")).named("text");
        MutationCheck check = MutationCheck.of(out::println)
                .fingerprint(String::valueOf) // a StringBuilder has no hash code of its own
                .watching(text);
        AtomStore store = AtomStore.builder().observer(check).build();

        store.get(text).append("b");
        check.verify(store);
        // end::fingerprint
    }
}
