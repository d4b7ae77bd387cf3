package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.Output;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final Output output = new Output();
    private final PrintStream err = output.context(Path.of("")).err();
    private final AtomicLong nanos = new AtomicLong();

    private void read(ProgressLine line, int files) {
        for (int i = 0; i < files; i++) {
            line.read(path("f" + i));
        }
    }

    @Test
    void terminal_showsALineThatIsWrittenOver_andRemoved() {
        try (ProgressLine line = new ProgressLine(err, true, nanos::get)) {
            read(line, 10);
            assertThat(output.err()).isEmpty();

            nanos.set(100_000_000);
            line.read(path("src/A.java"));
            assertThat(output.err())
                    .startsWith("\rreading: 11 files  src/A.java  ")
                    .hasSize(80);

            line.read(path("src/B.java"));
            assertThat(output.err()).hasSize(80);
        }
        assertThat(output.err()).endsWith("\r" + " ".repeat(79) + "\r");
    }

    @Test
    void terminal_longPath_staysOnOneLine() {
        try (ProgressLine line = new ProgressLine(err, true, nanos::get)) {
            nanos.set(100_000_000);
            line.read(path("long".repeat(50)));
            assertThat(output.err()).hasSize(80);
        }
    }

    @Test
    void terminal_quickScan_showsNothing() {
        try (ProgressLine line = new ProgressLine(err, true, nanos::get)) {
            read(line, 10);
        }
        assertThat(output.err()).isEmpty();
    }

    @Test
    void log_getsALineForManyFilesOnly() {
        try (ProgressLine line = new ProgressLine(err, false, nanos::get)) {
            read(line, ProgressLine.FILES_PER_LINE - 1);
            assertThat(output.err()).isEmpty();
            read(line, 1);
        }
        assertThat(output.err()).isEqualTo("reading: 5,000 files\n");
    }

    @Test
    void closed_showsNothingMore() {
        ProgressLine line = new ProgressLine(err, true, nanos::get);
        line.close();
        nanos.set(100_000_000);

        read(line, 10);

        assertThat(output.err()).isEmpty();
    }
}
