package io.atoms.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExpectedTest {

    @Test
    void fileOfTheNodeScript_isCurrent() throws IOException {
        Path file = Path.of(System.getProperty("basedir", ""), "node", "expected.json");
        assertThat(Files.readString(file)).isEqualToNormalizingNewlines(Expected.text() + "\n");
    }
}
