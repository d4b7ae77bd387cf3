package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.utils.RefreshableAtom;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The snippets of {@code docs/utilities/refreshable-atom.md}. */
final class RefreshableAtomSnippets {
    private RefreshableAtomSnippets() {}

    @SuppressWarnings("NullAway") // the argument type is @Nullable Void
    static void refreshing(PrintStream out) {
        // tag::refreshing
        List<String> folder = new ArrayList<>(List.of("a.txt")); // not an atom
        WritableAtom<List<String>, @Nullable Void> files = RefreshableAtom.of(get -> List.copyOf(folder));
        AtomStore store = AtomStore.create();
        store.subscribe(files, value -> out.println("now " + value));

        out.println(store.get(files));
        folder.add("b.txt");
        out.println(store.get(files));
        store.set(files, null); // reads again
        store.set(files, null); // an equal list: nobody is told
        // end::refreshing
    }

    static void async(PrintStream out) {
        // tag::async
        List<String> folder = new ArrayList<>(List.of("a.txt"));
        AsyncAtom<List<String>> files = Atom.async(get -> Mono.fromSupplier(() -> List.copyOf(folder)));
        AtomStore store = AtomStore.create();

        out.println(store.get(files));
        folder.add("b.txt");
        store.refresh(files); // built into the core
        out.println(store.get(files));
        // end::async
    }
}
