package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.History;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/history.md}. */
final class HistorySnippets {
    private HistorySnippets() {}

    static void history(PrintStream out) {
        // tag::history
        PrimitiveAtom<String> title = Atom.of("").named("title");
        PrimitiveAtom<Integer> size = Atom.of(10).named("size");
        History history = History.of(title, 100).and(size).named("edits");
        Atom<String> both = Atom.combine(title, size, (t, s) -> t + "/" + s);

        AtomStore store = AtomStore.create();
        store.subscribe(both, value -> out.println(value));
        store.set(history.tracked(title), "Draft");
        store.transaction(tx -> {
            tx.run(history.label(), "Make a chapter");
            tx.set(history.tracked(title), "Chapter 1");
            tx.set(history.tracked(size), 20);
        });
        store.run(history.undo());
        out.println(store.get(history.entries()));
        store.run(history.redo());
        store.run(history.jump(), 0);
        // end::history
    }

    static void reducer(PrintStream out) {
        // tag::reducer
        PrimitiveAtom<Integer> number = Atom.of(0);
        History history = History.of(number, 100);
        WritableAtom<Integer, Integer> undoable = history.tracked(number);
        WritableAtom<Integer, String> counter = Atom.writable(
                get -> get.get(undoable),
                (set, action) -> set.update(undoable, n -> action.equals("increment") ? n + 1 : n));

        AtomStore store = AtomStore.create();
        store.set(counter, "increment");
        store.set(counter, "unknown"); // changes nothing: no step
        store.set(counter, "increment");
        store.run(history.undo());
        out.println(store.get(counter) + ", redo: " + store.get(history.canRedo()));
        // end::reducer
    }
}
