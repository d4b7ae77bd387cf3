package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomException;
import io.atoms.utils.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StorageExceptionTest {

    private static final Path REFERENCE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs/reference/errors.md");

    @ParameterizedTest
    @EnumSource
    void aKind_hasASectionInTheReference(Kind kind) throws IOException {
        assertThat(Files.readString(REFERENCE)).containsOnlyOnce("## " + kind.code() + ": ");
    }

    @Test
    void codes_areConsecutive() {
        assertThat(Arrays.stream(Kind.values()).map(Kind::code))
                .startsWith("ATOMS-101")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(Kind.values()[Kind.values().length - 1].code()).isEqualTo("ATOMS-" + (100 + Kind.values().length));
    }

    @Test
    void tells_itsKindKeyAndCode() {
        AtomException refused = StorageException.refused("Use a newer program.", new IOException("cause"));
        assertThat(refused.code()).isEqualTo("ATOMS-104");
        assertThat(refused).hasMessage("ATOMS-104: Use a newer program.").hasRootCauseMessage("cause");
        assertThat(Reports.notWritten("files", java.util.List.of("a", "b", "c", "d"), new IOException("full")))
                .hasMessageContaining("a, b, c and 1 others")
                .hasMessageContaining("IOException: full.");
    }
}
