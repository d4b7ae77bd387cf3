package io.atoms.bench;

import io.atoms.AtomStore;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.JournalStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/** New values of some atoms, safe on the disk; beside what one would write by hand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class FlushBenchmark {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How many values change at once. */
    @Param({"1", "100"})
    public int atoms;

    /** What is stored. */
    public record Note(int id, String title, String text) {}

    private final List<StorageAtom<Note>> definitions = new ArrayList<>();
    private final AtomStore inFiles = AtomStore.create();
    private final AtomStore inJournal = AtomStore.create();
    private Path folder;
    private Storage files;
    private Storage journal;
    private MVStore database;
    private MVMap<String, byte[]> map;
    private int round;

    @Setup
    public void setUp() throws IOException {
        folder = Folder.create();
        files = FileStorage.open(folder.resolve("files"));
        journal = JournalStorage.open(folder.resolve("journal.mv"));
        files.pause();
        journal.pause();
        inFiles.set(Storage.CURRENT, files);
        inJournal.set(Storage.CURRENT, journal);
        database = new MVStore.Builder()
                .fileName(folder.resolve("alone.mv").toString())
                .autoCommitDisabled()
                .open();
        map = database.openMap("notes");
        Files.createDirectories(folder.resolve("plain"));
        for (int i = 0; i < atoms; i++) {
            definitions.add(StorageAtom.of("note-" + i, Note.class, note(i)));
        }
    }

    @TearDown
    public void tearDown() throws IOException {
        inFiles.close();
        inJournal.close();
        files.close();
        journal.close();
        database.close();
        Folder.delete(folder);
    }

    private Note note(int id) {
        return new Note(id, "title " + round, "The quick brown fox jumps over the lazy dog. ".repeat(10));
    }

    private void flush(AtomStore store, Storage storage) {
        round++;
        store.transaction(tx -> {
            for (int i = 0; i < atoms; i++) {
                tx.set(definitions.get(i).value(), note(i));
            }
        });
        storage.flush(store);
        Check.equal(0, storage.status().unsaved());
    }

    @Benchmark
    public void atomsInFiles() {
        flush(inFiles, files);
    }

    @Benchmark
    public void atomsInJournal() {
        flush(inJournal, journal);
    }

    /** Not safe: a crash of the system, or of the program in the middle, may leave an empty or half file. */
    @Benchmark
    public void plainJacksonFiles() throws IOException {
        round++;
        for (int i = 0; i < atoms; i++) {
            Files.write(folder.resolve("plain").resolve("note-" + i), JSON.writeValueAsBytes(note(i)));
        }
    }

    /** As safe as ours: written beside, forced, moved, the folder forced. Without checksum, backup and lock. */
    @Benchmark
    public void forcedJacksonFiles() throws IOException {
        round++;
        Path plain = folder.resolve("plain");
        for (int i = 0; i < atoms; i++) {
            Path temporary = plain.resolve("tmp-" + i);
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(note(i))));
                channel.force(true);
            }
            Files.move(
                    temporary,
                    plain.resolve("note-" + i),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel = FileChannel.open(plain, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** MVStore by itself, with Jackson, committed and forced. */
    @Benchmark
    public void mvStoreAlone() {
        round++;
        for (int i = 0; i < atoms; i++) {
            map.put("note-" + i, JSON.writeValueAsBytes(note(i)));
        }
        database.commit();
        database.sync();
    }
}
