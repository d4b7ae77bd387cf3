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

    @Test
    void acknowledgedFlush_survivesKill_andCommitsAreWhole() throws Exception {
        int acknowledged = CrashRounds.run(JournalCrashChild.class, folder, logs, JournalCrashTest::verify);
        assertThat(acknowledged).isGreaterThan(20);
    }

    private static void verify(Path folder, List<String> told) {
        long last = told.isEmpty() ? 0 : Long.parseLong(told.get(told.size() - 1));
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
        if (!told.isEmpty()) {
            // The commit after the last one told may have been stored too.
            assertThat(found).isBetween(last, last + 1);
        }
    }
}
