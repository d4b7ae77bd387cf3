package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StoreDocument;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The snippets of {@code docs/utilities/store-document.md}. */
final class StoreDocumentSnippets {
    private StoreDocumentSnippets() {}

    static void moving(PrintStream out) {
        // tag::moving
        StorageAtom<String> theme = StorageAtom.of("theme", String.class, "light");
        StorageAtom<Integer> score = StorageAtom.of("score", Integer.class, 0);
        StoreDocument backup = StoreDocument.of(theme, score);

        AtomStore here = AtomStore.create();
        here.set(Storage.CURRENT, MemoryStorage.create());
        here.set(theme.value(), "dark");
        byte[] document = backup.save(here); // or to a file: backup.save(here, path)

        AtomStore there = AtomStore.create();
        there.set(Storage.CURRENT, MemoryStorage.create());
        out.println(backup.load(there, document));
        out.println(there.get(theme.value()) + " " + there.get(score.value()));

        String altered = new String(document, StandardCharsets.UTF_8).replace("dark", "pink");
        try {
            backup.load(there, altered.getBytes(StandardCharsets.UTF_8));
        } catch (StorageException e) {
            out.println(e.getMessage());
        }
        // end::moving
    }
}
