package io.atoms.bench;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.JournalStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

/** What it costs to set an atom whose value is stored, behind the writer's back, every 100 milliseconds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class StoredSetBenchmark {

    /** Where the atom is stored. */
    @Param({"NOWHERE", "FILES", "JOURNAL"})
    public String where;

    private final StorageAtom<Integer> stored = StorageAtom.of("n", Integer.class, -1);
    private final AtomStore store = AtomStore.create();
    private Path folder;
    private Storage storage;
    private WritableAtom<Integer, Integer> atom;
    private int round;

    @Setup
    public void setUp() {
        folder = Folder.create();
        PrimitiveAtom<Integer> plain = Atom.of(-1);
        if (where.equals("FILES")) {
            storage = FileStorage.open(folder);
        } else if (where.equals("JOURNAL")) {
            storage = JournalStorage.open(folder.resolve("atoms.mv"));
        }
        if (storage != null) {
            store.set(Storage.CURRENT, storage);
        }
        atom = storage == null ? plain : stored.value();
    }

    @TearDown
    public void tearDown() throws IOException {
        int last = store.get(atom);
        Check.equal(round & 127, last);
        store.close();
        if (storage != null) {
            try (AtomStore again = AtomStore.create()) {
                again.set(Storage.CURRENT, storage);
                Check.equal(last, again.get(stored.value()));
            }
            storage.close();
        }
        Folder.delete(folder);
    }

    @Benchmark
    public void set() {
        store.set(atom, ++round & 127);
    }
}
