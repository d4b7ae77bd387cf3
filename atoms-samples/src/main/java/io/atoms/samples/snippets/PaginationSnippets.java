package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.Pagination;
import java.io.PrintStream;
import java.util.List;

/** The snippets of {@code docs/utilities/pagination.md}. */
final class PaginationSnippets {
    private PaginationSnippets() {}

    static void paging(PrintStream out) {
        // tag::paging
        PrimitiveAtom<List<String>> letters = Atom.of(List.of("a", "b", "c", "d", "e", "f", "g"));
        Pagination<String> pages = Pagination.<String>of(letters, 3).named("letters");
        AtomStore store = AtomStore.create();

        out.println(store.get(pages.items()) + " of " + store.get(pages.pageCount()) + " pages");
        store.run(pages.next());
        out.println(store.get(pages.items()));
        store.set(pages.index(), 99); // the last page
        out.println(store.get(pages.items()) + ", more: " + store.get(pages.hasNext()));

        store.set(letters, List.of("a", "b"));
        out.println(store.get(pages.items()) + " on page " + store.get(pages.index()));
        // end::paging
    }

    static void size(PrintStream out) {
        // tag::size
        PrimitiveAtom<List<String>> letters = Atom.of(List.of("a", "b", "c", "d", "e", "f", "g"));
        Pagination<String> pages = Pagination.of(letters, 2);
        AtomStore store = AtomStore.create();

        store.set(pages.index(), 2);
        out.println(store.get(pages.items()));
        store.set(pages.pageSize(), 4); // goes where "e" is
        out.println(store.get(pages.items()));
        // end::size
    }
}
