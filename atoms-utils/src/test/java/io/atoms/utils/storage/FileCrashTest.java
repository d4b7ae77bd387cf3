package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCrashTest {

    @TempDir
    Path folder;

    @TempDir
    Path logs;

    /** The last number that was told in any round. */
    private long told;

    @Test
    void acknowledgedFlush_survivesKill_andFilesAreWhole() throws Exception {
        int acknowledged = CrashRounds.run(FileCrashChild.class, folder, logs, this::verify);
        assertThat(acknowledged).isGreaterThan(20);
    }

    private void verify(Path folder, List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            told = Long.parseLong(lines.get(lines.size() - 1));
        }
        Path data = folder.resolve("data");
        List<StorageException> problems = new CopyOnWriteArrayList<>();
        long found;
        try (AtomStore store = AtomStore.create();
                Storage files =
                        FileStorage.open(data, StorageOptions.ofDefaults().onProblem(problems::add))) {
            store.set(Storage.CURRENT, files);
            for (StorageAtom<String> atom : FileCrashChild.ALL) {
                long number = FileCrashChild.numberOf(store.get(atom.value()));
                boolean absent = atom == FileCrashChild.NOW_AND_THEN && number == 0;
                // The commit after the last one told may have been stored too, in part.
                assertThat(absent ? absence() : number).as(atom.key()).isBetween(told, told + 1);
            }
            found = FileCrashChild.numberOf(store.get(FileCrashChild.FIRST.value()));
        }
        assertThat(problems).isEmpty();
        try (Stream<Path> all = Files.list(data)) {
            assertThat(all.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".tmp") || name.contains(".damaged"));
        }
        told = found; // it is stored, and must not go back
    }

    /** The number with which the atom is absent, if it is one that it may have. */
    private long absence() {
        return Stream.of(told, told + 1)
                .filter(number -> number == 0 || FileCrashChild.isAbsentAt(number))
                .findFirst()
                .orElse(-1L);
    }
}
