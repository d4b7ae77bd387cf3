package io.atoms.utils.storage;

import io.atoms.AtomStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes atoms with one growing number, flushes and tells it, and opens the folder again at times. One of them is absent
 * at every third number.
 */
final class FileCrashChild {

    private static final int COMMITS_PER_OPENING = 40;

    static final StorageAtom<String> FIRST = atom("first");
    static final StorageAtom<String> LONG_NAME = atom("Long/".repeat(80));
    static final StorageAtom<String> NOW_AND_THEN = atom("now and then");
    static final List<StorageAtom<String>> ALL = List.of(FIRST, LONG_NAME, NOW_AND_THEN);

    private FileCrashChild() {}

    private static StorageAtom<String> atom(String key) {
        return StorageAtom.of(key, new TextCodec(), "0");
    }

    public static void main(String[] folder) {
        Random random = new Random();
        long number = 0;
        while (true) {
            try (AtomStore store = AtomStore.create();
                    Storage files = FileStorage.open(Path.of(folder[0], "data"))) {
                store.set(Storage.CURRENT, files);
                for (int n = 0; n < COMMITS_PER_OPENING; n++) {
                    number = 1 + Math.max(number, numberOf(store.get(FIRST.value())));
                    write(store, number, "x".repeat(random.nextInt(30_000)));
                    files.flush(store);
                    ChildProcess.tell(number);
                }
            }
        }
    }

    private static void write(AtomStore store, long number, String padding) {
        store.transaction(tx -> {
            tx.set(FIRST.value(), number + padding);
            tx.set(LONG_NAME.value(), number + padding);
            if (isAbsentAt(number)) {
                tx.reset(NOW_AND_THEN.value());
            } else {
                tx.set(NOW_AND_THEN.value(), number + padding);
            }
        });
    }

    static boolean isAbsentAt(long number) {
        return number % 3 == 0;
    }

    static long numberOf(String text) {
        return Long.parseLong(text.replace("x", ""));
    }
}
