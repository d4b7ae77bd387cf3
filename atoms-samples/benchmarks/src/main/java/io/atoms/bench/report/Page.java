package io.atoms.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the docs, the end of which is written by a report, and the rest by hand. */
public final class Page {

    /** The line after which the report stands. */
    public static final String MARK = "<!-- what follows is written by io.atoms.bench.Report -->";

    private Page() {}

    /** Replaces what follows the mark. */
    public static void fill(Path page, String report) throws IOException {
        String old = Files.isRegularFile(page) ? Files.readString(page) : "";
        int mark = old.indexOf(MARK);
        if (mark < 0) {
            throw new IllegalArgumentException("there is no page " + page + " with the line " + MARK);
        }
        Files.writeString(page, old.substring(0, mark) + MARK + "\n\n" + report);
    }
}
