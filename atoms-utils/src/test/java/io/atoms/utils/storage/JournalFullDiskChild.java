package io.atoms.utils.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes to a journal until its file may not grow any more; then frees space in it, and writes again. */
final class JournalFullDiskChild {

    private JournalFullDiskChild() {}

    public static void main(String[] file) throws Exception {
        try (JournalStorage journal = JournalStorage.open(Path.of(file[0]))) {
            int stored = 0;
            try {
                while (true) {
                    journal.write(Map.of("key" + stored, new byte[300_000], "last", new byte[] {(byte) stored}));
                    stored++;
                }
            } catch (IOException e) {
                ChildProcess.tell("failed after " + stored + ": " + e.getMessage());
            }
            byte[] last = journal.read("last").bytes();
            ChildProcess.tell("last is " + (last == null ? "missing" : last[0]) + ", keys are "
                    + journal.readKeys().size());
            journal.write(Map.of("last", new byte[] {99}));
            ChildProcess.tell("small one stored");
        }
    }
}
