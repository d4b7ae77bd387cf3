package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.storage.AsyncStorage;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** The snippets of {@code docs/utilities/storage-atom.md}. */
final class StorageAtomSnippets {
    private StorageAtomSnippets() {}

    // tag::definition
    record Settings(String theme, int fontSize) {}

    static final StorageAtom<Settings> SETTINGS = StorageAtom.of("settings", Settings.class, new Settings("light", 12));
    static final StorageAtom<List<String>> RECENT =
            StorageAtom.of("recent files", new TypeReference<List<String>>() {}, List.of());
    // end::definition

    static void surviving(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("atoms");
        // tag::surviving
        try (AtomStore store = AtomStore.create();
                Storage files = FileStorage.open(folder)) {
            store.set(Storage.CURRENT, files);
            out.println(store.get(SETTINGS.value())); // nothing is stored yet
            store.update(SETTINGS.value(), s -> new Settings("dark", s.fontSize()));
        } // closing writes what is unsaved

        // the next run of the program
        try (AtomStore store = AtomStore.create();
                Storage files = FileStorage.open(folder)) {
            store.set(Storage.CURRENT, files);
            out.println(store.get(SETTINGS.value()));
            store.reset(SETTINGS.value());
            out.println(store.get(SETTINGS.value()));
        }
        // end::surviving
    }

    static void later(PrintStream out) {
        Storage slow = MemoryStorage.create();
        // tag::later
        AtomStore store = AtomStore.create();
        store.set(Storage.CURRENT, AsyncStorage.of(slow)); // reads on another thread
        store.flux(SETTINGS.loadable()).filter(loadable -> loadable.isReady()).blockFirst(Duration.ofSeconds(10));
        out.println(store.get(SETTINGS.loadable()));
        // end::later
    }
}
