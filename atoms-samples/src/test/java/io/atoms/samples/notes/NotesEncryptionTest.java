package io.atoms.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --encrypt}. */
@Timeout(600)
class NotesEncryptionTest {

    private static final String RIGHT = "correct horse battery staple";

    private NotesTerminal notes;
    private NotesTerminal elsewhere;

    @TempDir
    Path temporary;

    @BeforeEach
    void begin() throws IOException {
        notes = new NotesTerminal(temporary).withPassphrase(RIGHT);
        elsewhere = new NotesTerminal(Files.createDirectory(temporary.resolve("elsewhere"))).withPassphrase(RIGHT);
    }

    private void write() {
        notes.lines("add", "--encrypt", "the secret plan", "--tag", "hidden");
        notes.lines("edit", "--encrypt", "1", "the secret revised plan");
    }

    /** All files, by name: when they were written, and what they hold. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .forEach(file -> found.put(file.getFileName().toString(), timeAndBytes(file)));
        }
        return found;
    }

    private static String timeAndBytes(Path file) {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            return time + " " + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expectRefusal(NotesTerminal terminal, String message, String... args) throws IOException {
        Map<String, String> before = files(terminal.folder());
        assertThat(terminal.run(args)).as(String.join(" ", args)).isEqualTo(1);
        assertThat(terminal.err()).startsWith("notes: ").contains(message);
        assertThat(terminal.out()).isEmpty();
        assertThat(files(terminal.folder())).isEqualTo(before);
    }

    @Test
    void noFile_hasPlainText() throws IOException {
        write();
        notes.tidy(true);
        notes.lines("edit", "--encrypt", "1", "the secret revised plan once more");
        notes.tidy(true); // now there is a backup, too
        notes.lines("export", "--encrypt", "all.json");
        assertThat(notes.lines("list", "--encrypt"))
                .containsExactly("1 the secret revised plan once more #hidden", "1 note");
        assertThat(files(temporary))
                .containsKeys("notes.base.atom", "notes.base.atom.bak", "all.json")
                .allSatisfy((name, content) -> assertThat(content)
                        .as(name)
                        .doesNotContain("secret")
                        .doesNotContain("revised")
                        .doesNotContain("hidden")
                        .doesNotContain(RIGHT));
    }

    @Test
    void aWrongPassphrase_isRefused_andNothingIsAltered() throws IOException {
        write();
        notes.withPassphrase("wrong");
        String message = "The passphrase is not that of the folder " + notes.folder() + ".";
        expectRefusal(notes, message, "list", "--encrypt");
        expectRefusal(notes, message, "add", "--encrypt", "more");
        expectRefusal(notes, message, "undo", "--encrypt");
        expectRefusal(notes.withPassphrase(""), "The passphrase is empty.", "add", "--encrypt", "more");
        expectRefusal(notes.withPassphrase(null), "Set NOTES_PASSPHRASE.", "add", "--encrypt", "more");
        assertThat(notes.withPassphrase(RIGHT).lines("undo", "--encrypt")).containsExactly("undone: edit 1");
        assertThat(notes.lines("list", "--encrypt")).containsExactly("1 the secret plan #hidden", "1 note");
    }

    @Test
    void withoutTheOption_isRefused() throws IOException {
        write();
        expectRefusal(notes, "is encrypted. Use --encrypt, and its passphrase.", "list");
        expectRefusal(notes, "is encrypted. Use --encrypt, and its passphrase.", "add", "more");
    }

    @Test
    void aPlainFolder_staysPlain() throws IOException {
        notes.lines("add", "in the clear");
        expectRefusal(notes, "is not encrypted", "add", "--encrypt", "more");
        expectRefusal(notes, "import them into a new folder with --encrypt", "list", "--encrypt");
    }

    @Test
    void plainNotes_moveToAnEncryptedFolder() throws IOException {
        notes.lines("add", "in the clear");
        notes.lines("export", "all.json");
        elsewhere.lines("import", "--encrypt", temporary.resolve("all.json").toString());
        assertThat(elsewhere.lines("list", "--encrypt")).containsExactly("1 in the clear", "1 note");
        assertThat(files(elsewhere.folder()).values()).noneMatch(content -> content.contains("in the clear"));
    }

    @Test
    void anEncryptedExport_isReadWithItsPassphraseAlone() throws IOException {
        write();
        String file = temporary.resolve("all.json").toString();
        assertThat(notes.lines("export", "--encrypt", file)).containsExactly("exported 1 note to all.json, encrypted");
        elsewhere.withPassphrase("another").lines("list", "--encrypt");
        expectRefusal(elsewhere, "is not that of the document", "import", "--encrypt", file);
        NotesTerminal third =
                new NotesTerminal(Files.createDirectory(temporary.resolve("third"))).withPassphrase(RIGHT);
        third.lines("list");
        expectRefusal(third, "is encrypted. Import it with --encrypt.", "import", file);
        NotesTerminal fourth =
                new NotesTerminal(Files.createDirectory(temporary.resolve("fourth"))).withPassphrase(RIGHT);
        fourth.lines("import", "--encrypt", file);
        assertThat(fourth.lines("list", "--encrypt")).containsExactly("1 the secret revised plan #hidden", "1 note");
    }

    @Test
    void aPlainExport_isInTheClear() throws IOException {
        write();
        String file = temporary.resolve("all.json").toString();
        assertThat(notes.lines("export", "--encrypt", "--plain", file)).containsExactly("exported 1 note to all.json");
        assertThat(Path.of(file)).content().contains("the secret revised plan");
        assertThat(elsewhere.lines("import", file)).hasSize(1);
    }

    @Test
    void aFlippedBit_isFound() throws IOException {
        write();
        List<Path> entries;
        try (Stream<Path> files = Files.list(notes.folder())) {
            entries = files.filter(file -> file.getFileName().toString().startsWith("notes.entry."))
                    .sorted()
                    .toList();
        }
        byte[] bytes = Files.readAllBytes(entries.get(1));
        bytes[bytes.length - 1] ^= 1;
        Files.write(entries.get(1), bytes);
        assertThat(notes.run("list", "--encrypt")).isZero();
        assertThat(notes.err()).contains("is damaged", "It was set aside as");
        assertThat(notes.out()).isEqualTo("1 the secret plan #hidden\n1 note\n");
    }
}
