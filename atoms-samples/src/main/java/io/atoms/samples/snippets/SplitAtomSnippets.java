package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.SplitAtom;
import java.io.PrintStream;
import java.util.List;

/** The snippets of {@code docs/utilities/split-atom.md}. */
final class SplitAtomSnippets {
    private SplitAtomSnippets() {}

    // tag::types
    record Item(int id, String title) {
        Item withTitle(String other) {
            return new Item(id, other);
        }
    }
    // end::types

    static void split(PrintStream out) {
        // tag::split
        PrimitiveAtom<List<Item>> shopping =
                Atom.of(List.of(new Item(1, "milk"), new Item(2, "bread"))).named("shopping");
        SplitAtom<Integer, Item> split = SplitAtom.of(shopping, Item::id);
        WritableAtom<Item, Item> bread = split.item(2);

        AtomStore store = AtomStore.create();
        store.subscribe(split.items(), items -> out.println("items: " + items));
        store.subscribe(bread, item -> out.println("bread: " + item));

        store.update(split.item(1), item -> item.withTitle("oat milk")); // told to neither of them
        store.update(bread, item -> item.withTitle("rye bread"));
        store.run(split.move(), new SplitAtom.Move<>(2, 0)); // it is the same atom
        store.run(split.remove(), 2);
        // end::split
    }
}
