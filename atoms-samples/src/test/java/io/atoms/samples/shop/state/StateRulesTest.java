package io.atoms.samples.shop.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The state knows no user interface. */
class StateRulesTest {

    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/main/java/io/atoms/samples/shop");

    private static List<String> imports(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(StateRulesTest::lines)
                    .filter(line -> line.startsWith("import "))
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void state_importsNeitherSwing_norTheWindow() throws IOException {
        assertThat(imports(SOURCES.resolve("state")))
                .hasSizeGreaterThan(20)
                .noneMatch(
                        line -> line.matches("import (static )?(java\\.awt|javax\\.swing|io\\.atoms\\.samples)\\..*"));
        assertThat(imports(SOURCES)).anyMatch(line -> line.startsWith("import javax.swing."));
    }
}
