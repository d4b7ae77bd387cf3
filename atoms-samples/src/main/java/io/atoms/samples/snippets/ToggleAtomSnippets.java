package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import io.atoms.utils.ToggleAtom;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The snippets of {@code docs/utilities/toggle-atom.md}. */
final class ToggleAtomSnippets {
    private ToggleAtomSnippets() {}

    @SuppressWarnings("NullAway") // the argument type is @Nullable Boolean
    static void toggling(PrintStream out) {
        // tag::toggling
        WritableAtom<Boolean, @Nullable Boolean> open = ToggleAtom.of(false);
        AtomStore store = AtomStore.create();
        store.subscribe(open, value -> out.println(value ? "open" : "closed"));

        store.set(open, null); // toggles
        store.set(open, null);
        store.set(open, true); // sets
        store.set(open, true); // no change
        store.reset(open);
        // end::toggling
    }
}
