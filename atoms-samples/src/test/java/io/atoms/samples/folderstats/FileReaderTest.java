package io.atoms.samples.folderstats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileReaderTest {

    private static FileFacts read(byte[] content) {
        Disk disk = new Disk() {
            @Override
            public InputStream open(Path file) {
                return new ByteArrayInputStream(content);
            }
        };
        return new FileReader(disk).read(Path.of("any"));
    }

    @ParameterizedTest(name = "{0} has {1} lines")
    @CsvSource({"'', 0", "'a', 1", "'a\n', 1", "'a\nb', 2", "'\n\n', 2"})
    void read_text_countsLinesAndBytes(String text, int lines) {
        assertThat(read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(FileFacts.text(lines, text.length()));
    }

    @Test
    void read_largeText_countsAllOfIt() {
        byte[] text = "0123456789\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);

        assertThat(read(text)).isEqualTo(FileFacts.text(100_000, 1_100_000));
    }

    @Test
    void read_zeroAmongTheFirst8000Bytes_isBinary() {
        byte[] content = new byte[20_000];
        Arrays.fill(content, (byte) 'x');
        content[7_999] = 0;

        assertThat(read(content)).isEqualTo(FileFacts.BINARY);
    }

    @Test
    void read_zeroBehindTheFirst8000Bytes_isText() {
        byte[] content = new byte[20_000];
        Arrays.fill(content, (byte) 'x');
        content[8_000] = 0;

        assertThat(read(content)).isEqualTo(FileFacts.text(1, 20_000));
    }

    @Test
    void read_missingFile_isNull(@TempDir Path folder) {
        assertThat(new FileReader(Disk.REAL).read(folder.resolve("none"))).isNull();
    }

    @Test
    void read_deniedFile_tellsWhy(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "x");

        assertThat(new FileReader(new FaultyDisk().deny(file)).read(file))
                .isEqualTo(FileFacts.unreadable("permission denied"));
    }

    @Test
    void read_faultInTheMiddle_isUnreadable() {
        Disk disk = new Disk() {
            @Override
            public InputStream open(Path file) {
                return new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Input/output error");
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        throw new IOException("Input/output error");
                    }
                };
            }
        };

        assertThat(new FileReader(disk).read(Path.of("any"))).isEqualTo(FileFacts.unreadable("Input/output error"));
    }

    @Test
    void reason_isNeverEmpty() {
        assertThat(FileReader.reason(new AccessDeniedException("a"))).isEqualTo("permission denied");
        assertThat(FileReader.reason(new FileSystemException("a", null, "Too many open files")))
                .isEqualTo("Too many open files");
        assertThat(FileReader.reason(new FileSystemException("a"))).isEqualTo("FileSystemException");
        assertThat(FileReader.reason(new IOException(""))).isEqualTo("IOException");
    }
}
