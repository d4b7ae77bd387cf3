package io.atoms.samples.folderstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void lines_areAligned_firstColumnToTheLeft() {
        Table table = new Table("Name", "n", "bytes");
        table.row("a", "1,234", "1 B");
        table.row("a longer one", "5", "12 B");
        table.row("\uD83D\uDE00", "5", "");

        assertThat(table.lines())
                .containsExactly(
                        "Name              n  bytes",
                        "a             1,234    1 B",
                        "a longer one      5   12 B",
                        "\uD83D\uDE00                 5");
    }

    @Test
    void row_ofAnotherLength_isRefused() {
        assertThatThrownBy(() -> new Table("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells in a table of 2 columns");
    }
}
