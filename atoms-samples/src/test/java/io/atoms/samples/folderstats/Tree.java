package io.atoms.samples.folderstats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files for a test. */
final class Tree {

    private final Path root;

    Tree(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Writes a file, and the folders above it. */
    Tree file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Replaces a file in one step, so that no watcher sees it half written. */
    void replace(String path, String text) throws IOException {
        Path draft = Files.createTempFile(root.getParent(), "draft", "");
        Files.writeString(draft, text);
        Files.move(draft, root.resolve(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file, or a folder with everything in it. */
    void delete(String path) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root.resolve(path))) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : paths) {
            Files.delete(each);
        }
    }

    static TreePath path(String text) {
        return text.equals(".") ? TreePath.ROOT : new TreePath(Path.of(text));
    }
}
