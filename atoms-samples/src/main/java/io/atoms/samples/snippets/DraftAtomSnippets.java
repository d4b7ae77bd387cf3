package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.DraftAtom;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/draft-atom.md}. */
final class DraftAtomSnippets {
    private DraftAtomSnippets() {}

    static void draft(PrintStream out) {
        // tag::draft
        PrimitiveAtom<String> title = Atom.of("Untitled").named("title");
        PrimitiveAtom<Integer> size = Atom.of(10).named("size");
        DraftAtom<String> titleDraft = DraftAtom.of(title);
        DraftAtom<Integer> sizeDraft = DraftAtom.of(size);
        AtomStore store = AtomStore.create();
        store.subscribe(Atom.combine(title, size, (t, s) -> t + "/" + s), value -> out.println("saved " + value));

        store.set(titleDraft.value(), "Chapter 1");
        store.set(sizeDraft.value(), 20);
        out.println(store.get(titleDraft.value()) + ", dirty: " + store.get(titleDraft.dirty()));
        store.transaction(
                tx -> { // both or none
                    tx.run(titleDraft.commit());
                    tx.run(sizeDraft.commit());
                });
        out.println("dirty: " + store.get(titleDraft.dirty()));
        // end::draft
    }

    static void conflict(PrintStream out) {
        // tag::conflict
        PrimitiveAtom<String> title = Atom.of("Untitled").named("title");
        DraftAtom<String> draft = DraftAtom.of(title);
        AtomStore store = AtomStore.create();

        store.set(draft.value(), "Chapter 1");
        store.set(title, "Preface"); // by another window
        out.println(store.get(draft.value()) + ", conflict: " + store.get(draft.conflict()));

        boolean saved = store.transactionResult(tx -> !tx.get(draft.conflict()) && tx.run(draft.commit()));
        out.println("saved: " + saved);
        store.run(draft.rebase()); // the user has seen it, and goes on
        store.run(draft.commit());
        out.println(store.get(title));
        // end::conflict
    }
}
