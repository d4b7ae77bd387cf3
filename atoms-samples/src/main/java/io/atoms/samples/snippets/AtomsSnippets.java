package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.Atoms;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The snippets of {@code docs/utilities/atoms.md}. */
final class AtomsSnippets {
    private AtomsSnippets() {}

    @SuppressWarnings("NullAway") // the argument type is @Nullable Boolean
    static void facade(PrintStream out) {
        // tag::facade
        PrimitiveAtom<List<String>> words = Atom.of(List.of("atom", "store"));
        WritableAtom<Boolean, @Nullable Boolean> open = Atoms.toggle(false);
        WritableAtom<Integer, Integer> limit =
                Atoms.withDefault(get -> get.get(words).size() * 10);
        WritableAtom<Integer, String> letters = Atoms.reducer(0, (sum, word) -> sum + word.length());
        Atom<Integer> size = Atoms.select(words, List::size);
        AsyncAtom<String> greeting = Atom.async(get -> Mono.just("hello"));
        Atom<String> text = Atoms.unwrap(greeting, previous -> "...");

        AtomStore store = AtomStore.create();
        store.set(open, null);
        store.set(letters, "four");
        out.println(store.get(open) + ", " + store.get(limit) + ", " + store.get(letters));
        out.println(store.get(size) + ", " + store.get(text));
        // end::facade
    }
}
