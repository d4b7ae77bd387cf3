package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCrashTest {

    @TempDir
    Path folder;

    @TempDir
    Path logs;

    /** The last number that was told or found in any round. */
    private long told;

    @Test
    void acknowledgedFlush_survivesKill_andCommitsAreWhole() throws Exception {
        int acknowledged = CrashRounds.run(JournalCrashChild.class, folder, logs, this::verify);
        assertThat(acknowledged).isGreaterThan(20);
    }

    private void verify(Path folder, List<String> lines) {
        if (!lines.isEmpty()) {
            told = Long.parseLong(lines.get(lines.size() - 1));
        }
        List<StorageException> problems = new CopyOnWriteArrayList<>();
        Set<Long> numbers = new TreeSet<>();
        try (AtomStore store = AtomStore.create();
                Storage journal = JournalStorage.open(
                        JournalCrashChild.file(folder),
                        StorageOptions.ofDefaults().onProblem(problems::add))) {
            store.set(Storage.CURRENT, journal);
            for (StorageAtom<String> atom : JournalCrashChild.atoms()) {
                numbers.add(JournalCrashChild.numberOf(store.get(atom.value())));
            }
        }
        assertThat(problems).isEmpty();
        assertThat(numbers).as("the numbers of one commit").hasSize(1);
        long found = numbers.iterator().next();
        // The commit after the last one told may have been stored too.
        assertThat(found).isBetween(told, told + 1);
        told = found;
    }
}
