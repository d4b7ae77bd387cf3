package io.atoms.testing;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.inspect.AtomInspection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a store tells of an atom: by its name, the only thing that a definition tells of itself. */
final class Inspections {

    private Inspections() {}

    /** Null if the store does not know it. */
    static @Nullable AtomInspection find(AtomStore store, Atom<?> atom) {
        List<AtomInspection> found = store.inspect().atoms().stream()
                .filter(each -> each.atom().name().equals(atom.name()))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(found.size() + " atoms in " + store.name() + " are named '" + atom.name()
                    + "'. Give each a name of its own.");
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
