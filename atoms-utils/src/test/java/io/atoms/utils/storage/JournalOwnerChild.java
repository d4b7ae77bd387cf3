package io.atoms.utils.storage;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens a journal, tells whether it could, writes to it, and keeps it open until it is killed. */
final class JournalOwnerChild {

    private JournalOwnerChild() {}

    public static void main(String[] file) throws Exception {
        try (JournalStorage journal = JournalStorage.open(Path.of(file[0]))) {
            journal.write(Map.of("child", new byte[] {1}));
            ChildProcess.tell("open");
            TimeUnit.MINUTES.sleep(2);
        } catch (StorageException e) {
            ChildProcess.tell(e.getMessage());
        }
    }
}
