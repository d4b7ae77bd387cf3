package io.atoms.bench;

import io.atoms.AtomStore;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.JournalStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** Opening a storage of 10,000 keys and reading them all, files in the system's cache; beside what one would write by hand. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@State(Scope.Thread)
public class LoadBenchmark {

    private static final int KEYS = 10_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<StorageAtom<FlushBenchmark.Note>> definitions = new ArrayList<>();
    private Path folder;

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        folder = Folder.create();
        Files.createDirectories(folder.resolve("plain"));
        FlushBenchmark.Note none = new FlushBenchmark.Note(-1, "", "");
        for (int i = 0; i < KEYS; i++) {
            definitions.add(StorageAtom.of("note-" + i, FlushBenchmark.Note.class, none));
            Files.write(folder.resolve("plain").resolve("note-" + i), JSON.writeValueAsBytes(note(i)));
        }
        store(FileStorage.open(folder.resolve("files")));
        store(JournalStorage.open(folder.resolve("journal.mv")));
        try (MVStore database = MVStore.open(folder.resolve("alone.mv").toString())) {
            MVMap<String, byte[]> map = database.openMap("notes");
            for (int i = 0; i < KEYS; i++) {
                map.put("note-" + i, JSON.writeValueAsBytes(note(i)));
            }
        }
    }

    private void store(Storage storage) {
        try (storage;
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, storage);
            store.transaction(tx -> {
                for (int i = 0; i < KEYS; i++) {
                    tx.set(definitions.get(i).value(), note(i));
                }
            });
        }
    }

    private static FlushBenchmark.Note note(int id) {
        return new FlushBenchmark.Note(id, "title", "The quick brown fox jumps over the lazy dog. ".repeat(10));
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        Folder.delete(folder);
    }

    private void load(Storage storage) {
        try (storage;
                AtomStore store = AtomStore.create()) {
            store.set(Storage.CURRENT, storage);
            long sum = 0;
            for (StorageAtom<FlushBenchmark.Note> each : definitions) {
                sum += store.get(each.value()).id();
            }
            check(sum);
        }
    }

    private static void check(long sum) {
        Check.equal(KEYS * (KEYS - 1L) / 2, sum);
    }

    @Benchmark
    public void atomsFromFiles() {
        load(FileStorage.open(folder.resolve("files")));
    }

    @Benchmark
    public void atomsFromJournal() {
        load(JournalStorage.open(folder.resolve("journal.mv")));
    }

    @Benchmark
    public void plainJacksonFiles() throws IOException {
        long sum = 0;
        for (int i = 0; i < KEYS; i++) {
            byte[] bytes = Files.readAllBytes(folder.resolve("plain").resolve("note-" + i));
            sum += JSON.readValue(bytes, FlushBenchmark.Note.class).id();
        }
        check(sum);
    }

    @Benchmark
    public void mvStoreAlone() {
        try (MVStore database = MVStore.open(folder.resolve("alone.mv").toString())) {
            MVMap<String, byte[]> map = database.openMap("notes");
            long sum = 0;
            for (int i = 0; i < KEYS; i++) {
                sum += JSON.readValue(map.get("note-" + i), FlushBenchmark.Note.class)
                        .id();
            }
            check(sum);
        }
    }
}
