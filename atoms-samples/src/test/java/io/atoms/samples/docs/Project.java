package io.atoms.samples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project that the documentation consists of or refers to. */
final class Project {
    /** Surefire names the module's folder; an IDE starts tests in it. */
    static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

    static final Path SAMPLES = ROOT.resolve("atoms-samples/src/main/java/io/atoms/samples");
    static final Path TEST_SNIPPETS = ROOT.resolve("atoms-samples/src/test/java/io/atoms/samples/snippets");

    /** Compiled by another module, so they cannot be run here. */
    static final Path BENCHMARK_SNIPPETS =
            ROOT.resolve("atoms-samples/benchmarks/src/main/java/io/atoms/bench/example");

    static final Path API = ROOT.resolve("atoms-core/src/main/java/io/atoms");

    private Project() {}

    /** README.md, CHANGELOG.md and the pages under docs. */
    static List<Path> pages() {
        List<Path> pages = new ArrayList<>();
        pages.add(ROOT.resolve("README.md"));
        pages.add(ROOT.resolve("CHANGELOG.md"));
        pages.add(ROOT.resolve("CONTRIBUTING.md"));
        pages.addAll(files(ROOT.resolve("docs"), ".md"));
        return pages;
    }

    static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
