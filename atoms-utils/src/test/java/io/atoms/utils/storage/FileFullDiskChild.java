package io.atoms.utils.storage;

import io.atoms.AtomStore;
import java.nio.file.Path;
import java.time.Duration;

/** Writes a value for which there is no room, then one for which there is. */
final class FileFullDiskChild {

    private FileFullDiskChild() {}

    public static void main(String[] folder) {
        StorageAtom<String> name = StorageAtom.of("name", new TextCodec(), "nobody");
        StorageAtom<String> place = StorageAtom.of("place", new TextCodec(), "nowhere");
        StorageOptions options = StorageOptions.ofDefaults()
                .retry(Duration.ofMillis(20), Duration.ofMillis(50))
                .onProblem(problem -> ChildProcess.tell("told " + problem.kind()));
        try (AtomStore store = AtomStore.create();
                Storage files = FileStorage.open(Path.of(folder[0]), options)) {
            store.set(Storage.CURRENT, files);
            store.set(name.value(), "Ada");
            store.set(place.value(), "London");
            files.flush(store);
            files.pause(); // so that only flush writes, and the lines have an order
            store.set(name.value(), "x".repeat(8_000_000));
            try {
                files.flush(store);
                ChildProcess.tell("there was room");
            } catch (StorageException e) {
                ChildProcess.tell("failed: " + e.kind());
            }
            ChildProcess.tell("in memory " + store.get(name.value()).length() + ", unsaved "
                    + files.status().unsaved());
            store.set(name.value(), "Bob");
            files.flush(store);
            ChildProcess.tell("stored, unsaved " + files.status().unsaved());
        }
    }
}
