package io.atoms.samples.folderstats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines of cells, aligned: the first column to the left, the others to the right. For one thread at a time. */
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    Table(String... header) {
        widths = new int[header.length];
        row(header);
    }

    /** Adds a row of as many cells as the header has. */
    void row(String... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + widths.length + " columns");
        }
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].codePointCount(0, cells[i].length()));
        }
        rows.add(Arrays.asList(cells.clone()));
    }

    /** The header, then the rows in the order in which they were added. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String fill = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
            line.append(i == 0 ? cell + fill : GAP + fill + cell);
        }
        return line.toString().stripTrailing();
    }
}
