package io.atoms.utils.storage;

import io.atoms.AtomStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes commits of several atoms with one number, flushes each and tells it, and opens the journal again at times. */
final class JournalCrashChild {

    static final int ATOMS = 8;
    private static final int COMMITS_PER_OPENING = 40;

    private JournalCrashChild() {}

    public static void main(String[] folder) {
        Random random = new Random();
        while (true) {
            try (AtomStore store = AtomStore.create();
                    Storage journal = JournalStorage.open(file(Path.of(folder[0])))) {
                store.set(Storage.CURRENT, journal);
                List<StorageAtom<String>> atoms = atoms();
                for (int n = 0; n < COMMITS_PER_OPENING; n++) {
                    long number = numberOf(store.get(atoms.get(0).value())) + 1;
                    store.transaction(tx ->
                            atoms.forEach(atom -> tx.set(atom.value(), number + "x".repeat(random.nextInt(30_000)))));
                    journal.flush(store);
                    ChildProcess.tell(number);
                }
            }
        }
    }

    static Path file(Path folder) {
        return folder.resolve("crash.mv");
    }

    static List<StorageAtom<String>> atoms() {
        List<StorageAtom<String>> atoms = new ArrayList<>();
        for (int n = 0; n < ATOMS; n++) {
            atoms.add(StorageAtom.of("atom/" + n, new TextCodec(), "0"));
        }
        return atoms;
    }

    static long numberOf(String text) {
        return Long.parseLong(text.replace("x", ""));
    }
}
