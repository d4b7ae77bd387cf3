package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.UnwrapAtom;
import java.io.IOException;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/unwrap-atom.md}. */
final class UnwrapAtomSnippets {
    private UnwrapAtomSnippets() {}

    static void unwrapping(PrintStream out) {
        Server server = new Server(out);
        // tag::unwrapping
        PrimitiveAtom<Integer> id = Atom.of(7);
        AsyncAtom<String> user = Atom.async(get -> server.get("/users/" + get.get(id)));
        Atom<String> name = UnwrapAtom.of(
                user,
                previous -> previous == null ? "please wait" : previous + ", updating",
                (error, previous) -> "sorry: " + error.getMessage());
        Atom<String> steady = UnwrapAtom.orPrevious(user, "nobody");
        AtomStore store = AtomStore.create();

        out.println(store.get(name) + "; " + store.get(steady));
        server.answer("/users/7", "Ada");
        out.println(store.get(name) + "; " + store.get(steady));
        store.set(id, 8);
        out.println(store.get(name) + "; " + store.get(steady));
        server.fail("/users/8", new IOException("no such user"));
        out.println(store.get(name));
        // end::unwrapping
    }
}
