package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.storage.JournalStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The snippets of {@code docs/utilities/journal-storage.md}. */
final class JournalStorageSnippets {
    private JournalStorageSnippets() {}

    static void journal(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("shop");
        // tag::journal
        StorageAtom<Integer> stock = StorageAtom.of("stock", Integer.class, 10);
        StorageAtom<Integer> sold = StorageAtom.of("sold", Integer.class, 0);

        try (AtomStore store = AtomStore.create();
                Storage journal = JournalStorage.open(folder.resolve("shop.mv"))) {
            store.set(Storage.CURRENT, journal);
            store.transaction(tx -> {
                tx.set(stock.value(), 9);
                tx.set(sold.value(), 1);
            });
            journal.flush(store); // now both survive, or, after a crash before this line, neither
        }

        try (AtomStore store = AtomStore.create();
                Storage journal = JournalStorage.open(folder.resolve("shop.mv"))) {
            store.set(Storage.CURRENT, journal);
            out.println(journal.keys());
            out.println(store.get(stock.value()) + " in stock, " + store.get(sold.value()) + " sold");
        }
        // end::journal
    }
}
