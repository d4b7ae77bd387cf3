package io.atoms.samples.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.storage.EncryptedCodec;
import io.atoms.utils.storage.EncryptionKeys;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.JacksonCodec;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.ObjectNode;

/** The snippets of {@code docs/guides/persistence.md}. */
final class PersistenceSnippets {
    private PersistenceSnippets() {}

    // tag::atoms
    record Settings(String theme, int fontSize) {}

    static final StorageAtom<Settings> SETTINGS = StorageAtom.of("settings", Settings.class, new Settings("light", 12));
    static final AtomFamily<String, WritableAtom<String, String>> NOTE =
            Atom.family(id -> StorageAtom.of("note " + id, String.class, "").value());
    static final PrimitiveAtom<String> SEARCH = Atom.of(""); // not stored

    // end::atoms

    static void program(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("persistence");
        // tag::program
        for (int start = 1; start <= 2; start++) {
            try (Storage files = FileStorage.open(folder);
                    AtomStore store = AtomStore.create()) { // closed first: that writes what is unsaved
                store.set(Storage.CURRENT, files);
                store.update(SETTINGS.value(), s -> new Settings(s.theme(), s.fontSize() + 1));
                store.set(NOTE.of("shopping"), "milk");
                out.println(store.get(SETTINGS.value()));
            }
        }
        // end::program
    }

    static void encrypted(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("persistence");
        byte[] salt = EncryptionKeys.newSalt();
        // tag::encrypted
        EncryptionKeys keys = EncryptionKeys.ofPassword("correct horse".toCharArray(), salt);
        StorageAtom<String> diary =
                StorageAtom.of("diary", EncryptedCodec.of(JacksonCodec.of(String.class), keys), "nothing yet");
        EncryptionKeys wrong = EncryptionKeys.ofPassword("battery staple".toCharArray(), salt);
        StorageAtom<String> guessed =
                StorageAtom.of("diary", EncryptedCodec.of(JacksonCodec.of(String.class), wrong), "nothing yet");

        try (Storage files = FileStorage.open(folder);
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, files);
            store.set(diary.value(), "Dear diary");
        }
        out.println(new String(Files.readAllBytes(folder.resolve("diary.atom")), UTF_8).contains("Dear"));
        try (Storage files = FileStorage.open(folder);
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, files);
            out.println(store.get(diary.value()));
        }
        try (Storage files = FileStorage.open(folder);
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, files);
            store.get(guessed.value());
        } catch (StorageException e) {
            out.println(e.kind() + ": nothing is overwritten");
        }
        // end::encrypted
    }

    static void schema(PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("persistence");
        // tag::schema
        record Window(String title, int width) {} // the first version of the program

        record Frame(String title, int width, int height) {} // the second one

        JacksonCodec<Frame> codec =
                JacksonCodec.of(Frame.class).version(2).migrate(1, tree -> ((ObjectNode) tree).put("height", 600));

        try (Storage files = FileStorage.open(folder);
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, files);
            store.set(StorageAtom.of("main", Window.class, new Window("", 0)).value(), new Window("Notes", 800));
        }
        try (Storage files = FileStorage.open(folder);
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, files);
            out.println(
                    store.get(StorageAtom.of("main", codec, new Frame("", 0, 0)).value()));
        }
        // end::schema
    }

    static void testing(PrintStream out) {
        // tag::testing
        MemoryStorage storage = MemoryStorage.create(
                StorageOptions.ofDefaults().writeDelay(Duration.ZERO).scheduler(Schedulers.immediate()));
        AtomStore store = AtomStore.create();
        store.set(Storage.CURRENT, storage);

        store.set(SETTINGS.value(), new Settings("dark", 14));
        storage.flush(store);

        AtomStore restarted = AtomStore.create();
        restarted.set(Storage.CURRENT, storage);
        out.println(restarted.get(SETTINGS.value()));
        // end::testing
        store.close();
        restarted.close();
    }
}
