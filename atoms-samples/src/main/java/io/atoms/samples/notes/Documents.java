package io.atoms.samples.notes;

import io.atoms.AtomStore;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StoreDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Notes as one file, and back. What comes from an encrypted folder is encrypted, and brings its salt along. */
final class Documents {

    private static final StorageAtom<Vault> VAULT = Vault.atom();

    private Documents() {}

    static void save(NotesState notes, Vault vault, Vault.Format format, Path file) throws IOException {
        StorageAtom<NotesState> all = NoteAtoms.document(format);
        try (MemoryStorage memory = MemoryStorage.create();
                AtomStore store = AtomStore.create()) {
            store.transaction(tx -> {
                tx.set(Storage.CURRENT, memory);
                tx.set(VAULT.value(), vault);
                tx.set(all.value(), notes);
            });
            StoreDocument.of(VAULT, all).save(store, file);
            memory.flush(store); // so that nothing is left to be written at the end
        }
    }

    static List<Note> load(Path file, boolean encrypt, Passphrase passphrase) throws IOException {
        byte[] document = Files.readAllBytes(file);
        try (MemoryStorage memory = MemoryStorage.create();
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, memory);
            StoreDocument.of(VAULT).load(store, document);
            Vault vault = store.get(VAULT.value());
            vault.checkForm("The document " + file);
            StorageAtom<NotesState> all = NoteAtoms.document(format(vault, file, encrypt, passphrase));
            if (!StoreDocument.of(all).load(store, document).missing().isEmpty()) {
                throw new NotesException("The document " + file + " has no notes. Nothing was changed.");
            }
            memory.flush(store);
            return List.copyOf(store.get(all.value()).all());
        }
    }

    private static Vault.Format format(Vault vault, Path file, boolean encrypt, Passphrase passphrase) {
        if (!vault.isEncrypted()) {
            return Vault.PLAIN_FORMAT;
        }
        if (!encrypt) {
            throw new NotesException("The document " + file + " is encrypted. Import it with --encrypt.");
        }
        return vault.format(passphrase.get(), "the document " + file);
    }
}
