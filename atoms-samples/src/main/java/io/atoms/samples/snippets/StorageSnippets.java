package io.atoms.samples.snippets;

import io.atoms.AtomStore;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/utilities/storage.md}. */
final class StorageSnippets {
    private StorageSnippets() {}

    static void writing(PrintStream out) {
        // tag::writing
        StorageAtom<Integer> score = StorageAtom.of("score", Integer.class, 0);
        VirtualTimeScheduler clock = VirtualTimeScheduler.create(); // in a test, and on this page
        Storage storage = MemoryStorage.create(StorageOptions.ofDefaults()
                .writeDelay(Duration.ofSeconds(1))
                .scheduler(Schedulers.immediate())
                .onProblem(problem -> out.println(problem.getMessage())));
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(Storage.CURRENT, storage);

        for (int i = 1; i <= 100_000; i++) {
            store.set(score.value(), i); // in memory
        }
        out.println(storage.keys() + " " + storage.status());
        clock.advanceTimeBy(Duration.ofSeconds(1)); // one write
        out.println(storage.keys() + " " + storage.status());

        store.set(score.value(), 7);
        storage.flush(store); // returns when it is safe
        out.println(storage.status().isSaved());
        // end::writing
    }

    static void failing(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        StorageAtom<Integer> score = StorageAtom.of("score", Integer.class, 0);
        // tag::failing
        FullDisk storage = new FullDisk(StorageOptions.ofDefaults()
                .scheduler(Schedulers.immediate())
                .onProblem(problem -> out.println("told: " + problem.kind())));
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock);
        store.set(Storage.CURRENT, storage);
        store.subscribe(
                Storage.STATUS,
                status -> out.println("unsaved: " + status.unsaved() + ", failed attempts: " + status.attempts()));

        store.set(score.value(), 1); // the commit goes on
        clock.advanceTimeBy(Duration.ofMillis(350));
        storage.full = false;
        clock.advanceTimeBy(Duration.ofSeconds(1));
        // end::failing
    }

    // tag::deriving
    /** Keeps bytes in a map, and has no room at first. */
    private static final class FullDisk extends Storage {
        private final Map<String, byte[]> entries = new ConcurrentHashMap<>();
        boolean full = true;

        FullDisk(StorageOptions options) {
            super("full disk", options);
        }

        @Override
        protected Entry read(String key) {
            return new Entry(entries.get(key), 0);
        }

        @Override
        protected long write(Map<String, byte[]> changes) throws IOException {
            if (full) {
                throw new IOException("no space left");
            }
            changes.forEach((key, bytes) -> entries.compute(key, (same, old) -> bytes));
            return 0;
        }

        @Override
        protected String setAside(String key) {
            byte[] bytes = entries.remove(key);
            if (bytes == null) {
                return "nothing";
            }
            entries.put(key + ".aside", bytes);
            return key + ".aside";
        }

        @Override
        protected Set<String> readKeys() {
            return Set.copyOf(entries.keySet());
        }

        @Override
        protected void release() {}
    }
    // end::deriving
}
