package io.atoms.samples.folderstats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Does things to a folder: the same things for the same seed. */
final class RandomChanges {

    private static final String[] NAMES = {"a.txt", "b.java", "c.log", "d", "e", "f"};

    private final Tree tree;
    private final Random random;

    RandomChanges(Tree tree, long seed) {
        this.tree = tree;
        this.random = new Random(seed);
    }

    void next() throws IOException {
        Path folder = anyFolder();
        Path path = folder.resolve(NAMES[random.nextInt(NAMES.length)]);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> write(path);
            case 3, 4 -> makeFolder(path);
            case 5 -> delete(path);
            case 6 -> move(path, anyFolder().resolve(NAMES[random.nextInt(NAMES.length)]));
            default -> Files.writeString(folder.resolve(".gitignore"), random.nextBoolean() ? "*.log\n/d\n" : "e/\n");
        }
    }

    private Path anyFolder() throws IOException {
        try (Stream<Path> walk = Files.walk(tree.root())) {
            List<Path> folders = walk.filter(Files::isDirectory).sorted().toList();
            return folders.get(random.nextInt(folders.size()));
        }
    }

    private void write(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.writeString(path, (random.nextInt(10) == 0 ? "\0" : "1\n").repeat(random.nextInt(20)));
        }
    }

    private void makeFolder(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectory(path);
        }
    }

    private void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            tree.delete(tree.root().relativize(path).toString());
        }
    }

    private void move(Path from, Path to) throws IOException {
        if (Files.exists(from) && !Files.exists(to) && !to.startsWith(from)) {
            Files.move(from, to);
        }
    }
}
