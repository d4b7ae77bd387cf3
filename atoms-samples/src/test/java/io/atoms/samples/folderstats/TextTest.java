package io.atoms.samples.folderstats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest(name = "{0} bytes are {1}")
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1250, 1.3 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "1500000000, 1.5 GB",
        "9223372036854775807, 9.2 EB"
    })
    void bytes_hasAUnit(long bytes, String expected) {
        assertThat(Text.bytes(bytes)).isEqualTo(expected);
    }

    @Test
    void count_agreesWithItsNoun() {
        assertThat(Text.count(0, "file")).isEqualTo("0 files");
        assertThat(Text.count(1, "file")).isEqualTo("1 file");
        assertThat(Text.count(1_234, "file")).isEqualTo("1,234 files");
    }

    @Test
    void list_saysHowManyItLeavesOut() {
        assertThat(Text.list(List.of(), 2)).isEmpty();
        assertThat(Text.list(List.of("a", "b"), 2)).isEqualTo("a, b");
        assertThat(Text.list(List.of("a", "b", "c"), 2)).isEqualTo("a, b and 1 more");
    }

    @Test
    void numbers_doNotDependOnTheCountry() {
        assertThat(Text.signed(1_000)).isEqualTo("+1,000");
        assertThat(Text.signed(-2)).isEqualTo("-2");
        assertThat(Text.millis(1_234_567)).isEqualTo("1.23 ms");
    }

    @Test
    void printable_replacesControlCharacters() {
        assertThat(Text.printable("a\u001bb\nc\u0085\u00fc\uD83D\uDE00")).isEqualTo("a?b?c?\u00fc\uD83D\uDE00");
    }
}
