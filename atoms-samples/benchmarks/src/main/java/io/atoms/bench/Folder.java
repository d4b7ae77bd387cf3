package io.atoms.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for a benchmark, on the disk of the working directory: the system's temporary one may be memory. */
final class Folder {

    private Folder() {}

    static Path create() {
        try {
            return Files.createTempDirectory(Path.of("").toAbsolutePath(), "bench-");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
