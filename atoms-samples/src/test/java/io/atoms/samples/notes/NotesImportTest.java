package io.atoms.samples.notes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.SampleContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code import} and {@code export}. */
@Timeout(600)
class NotesImportTest {

    private NotesTerminal notes;
    private NotesTerminal elsewhere;

    @TempDir
    Path temporary;

    @BeforeEach
    void begin() throws IOException {
        notes = new NotesTerminal(temporary);
        elsewhere = new NotesTerminal(Files.createDirectory(temporary.resolve("elsewhere")));
    }

    private void write() {
        notes.lines("add", "Buy milk", "--tag", "home");
        notes.lines("add", "Pay the \"milkman\"\nin cash \uD83D\uDE00");
        notes.at("2026-01-05T00:00:00Z").lines("done", "1");
    }

    @Nested
    class Documents {

        @Test
        void export_andImport_bringTheSameNotes() {
            write();
            Path file = temporary.resolve("all.json");
            assertThat(notes.lines("export", "all.json")).containsExactly("exported 2 notes to all.json");
            assertThat(elsewhere.lines("import", file.toString())).containsExactly("imported 2 notes from " + file);
            assertThat(elsewhere.lines("list", "--all")).isEqualTo(notes.lines("list", "--all"));
            assertThat(elsewhere.lines("show", "1")).isEqualTo(notes.lines("show", "1"));
            assertThat(elsewhere.lines("show", "2")).isEqualTo(notes.lines("show", "2"));
            assertThat(elsewhere.lines("add", "next")).containsExactly("added 3 next");
        }

        @Test
        void importAgain_bringsBackWhatTheDocumentHas_andKeepsTheRest() {
            write();
            notes.lines("export", "all.json");
            notes.lines("edit", "1", "Buy bread");
            notes.lines("remove", "2");
            notes.lines("add", "new");
            notes.lines("import", "all.json");
            assertThat(notes.lines("list", "--all"))
                    .containsExactly("1 [x] Buy milk #home", "3 new", "2 Pay the \"milkman\" ...", "3 notes");
            assertThat(notes.lines("undo")).containsExactly("undone: import 2 notes from all.json");
            assertThat(notes.lines("list", "--all")).containsExactly("1 [x] Buy bread #home", "3 new", "2 notes");
        }

        @Test
        void sameNumbersFromElsewhere_areToldApartByTheirIds() {
            write();
            elsewhere.lines("add", "mine");
            notes.lines("export", "all.json");
            elsewhere.lines("import", temporary.resolve("all.json").toString());
            List<String> all = elsewhere.lines("list", "--all");
            assertThat(all.get(0)).matches("1-[0-9a-z]{8} mine");
            assertThat(all.get(1)).matches("1-[0-9a-z]{8} \\[x] Buy milk #home");
            assertThat(all.get(2)).isEqualTo("2 Pay the \"milkman\" ...");
            assertThat(elsewhere.run("show", "1")).isEqualTo(1);
            assertThat(elsewhere.err()).contains("1 stands for 2 notes: 1-", "Say which.");
            assertThat(elsewhere.run("show", all.get(0).substring(0, 10))).isZero();
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"truncated", "altered", "empty", "no JSON", "other JSON"})
        void aDamagedOne_isRefused_andNothingIsChanged(String damage) throws IOException {
            write();
            notes.lines("export", "all.json");
            Path file = temporary.resolve("all.json");
            String good = Files.readString(file);
            Files.writeString(
                    file,
                    switch (damage) {
                        case "truncated" -> good.substring(0, good.length() / 2);
                        case "altered" -> good.replace("Buy milk", "Buy silk");
                        case "empty" -> "";
                        case "no JSON" -> "hello";
                        default -> "{\"a\": 1}";
                    });
            elsewhere.lines("add", "mine");
            assertThat(elsewhere.run("import", file.toString())).isEqualTo(1);
            assertThat(elsewhere.err()).startsWith("notes: ").contains("The document can't be loaded");
            assertThat(elsewhere.lines("list", "--all")).containsExactly("1 mine", "1 note");
            assertThat(elsewhere.lines("status")).contains("can be undone: 1 step, first: add 1");
        }

        @Test
        void missingFiles_andPlacesThatCantBeWritten_areReported() {
            notes.lines("add", "a");
            assertThat(notes.run("import", "none.json")).isEqualTo(1);
            assertThat(notes.err()).isEqualTo("notes: There is no file " + temporary.resolve("none.json") + ".\n");
            assertThat(notes.run("import", "none.txt")).isEqualTo(1);
            assertThat(notes.err()).isEqualTo("notes: There is no file " + temporary.resolve("none.txt") + ".\n");
            assertThat(notes.run("export", "none/all.json")).isEqualTo(1);
            assertThat(notes.err()).startsWith("notes: There is no file ");
        }
    }

    @Nested
    class Texts {

        @Test
        void eachLineOfAFile_isANote() throws IOException {
            Files.writeString(temporary.resolve("some.txt"), "one\n\n  two  \r\nthree\n");
            assertThat(notes.lines("import", "some.txt", "--tag", "new"))
                    .containsExactly("imported 3 notes from some.txt");
            assertThat(notes.lines("list")).containsExactly("1 one #new", "2 two #new", "3 three #new", "3 notes");
            assertThat(notes.lines("undo")).containsExactly("undone: import 3 notes from some.txt");
            assertThat(notes.lines("list")).containsExactly("0 notes");
        }

        @Test
        void eachTextFileOfAFolder_isANote() throws IOException {
            Path folder =
                    Files.createDirectories(temporary.resolve("texts/more")).getParent();
            Files.writeString(folder.resolve("a.txt"), "first\nline\n");
            Files.writeString(folder.resolve("b.md"), "# second\n");
            Files.writeString(folder.resolve("more/c.TXT"), "third");
            Files.writeString(folder.resolve("empty.txt"), "\n");
            Files.write(folder.resolve("d.bin"), new byte[] {1, 2});
            notes.lines("import", "texts");
            assertThat(notes.lines("list")).containsExactly("1 first ...", "2 # second", "3 third", "3 notes");
        }

        @Test
        void aFileThatIsNoText_isNamed_andNothingIsImported() throws IOException {
            Path folder = Files.createDirectory(temporary.resolve("texts"));
            Files.writeString(folder.resolve("a.txt"), "first");
            Files.write(folder.resolve("b.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 65});
            assertThat(notes.run("import", "texts")).isEqualTo(1);
            assertThat(notes.err())
                    .isEqualTo("notes: " + folder.resolve("b.txt") + " is no text in UTF-8. Nothing was imported.\n");
            assertThat(notes.lines("list")).containsExactly("0 notes");
        }
    }

    @Nested
    class Large {

        private static final int COUNT = 10_000;

        private void writeLines() throws IOException {
            Files.writeString(
                    temporary.resolve("large.txt"),
                    IntStream.rangeClosed(1, COUNT)
                            .mapToObj(i -> "Note number " + i + " with some words in it")
                            .collect(Collectors.joining("\n")));
        }

        @Test
        void anImport_tellsItsProgress_andIsOneStep() throws IOException {
            writeLines();
            assertThat(notes.run("import", "large.txt")).isZero();
            assertThat(notes.err().lines())
                    .hasSize(10)
                    .startsWith("notes: 10 %, 1,000 of 10,000 lines", "notes: 20 %, 2,000 of 10,000 lines")
                    .endsWith("notes: 100 %, 10,000 of 10,000 lines");
            assertThat(notes.out()).isEqualTo("imported 10,000 notes from large.txt\n");
            assertThat(notes.lines("search", "9999"))
                    .containsExactly("9999 Note number 9999 with some words in it", "1 note");
            notes.lines("undo");
            assertThat(notes.lines("list")).containsExactly("0 notes");
        }

        @Test
        void ofManyFiles_tellsItsProgress() throws IOException {
            Path folder = Files.createDirectory(temporary.resolve("many"));
            for (int i = 0; i < 1_000; i++) {
                Files.writeString(folder.resolve(i + ".txt"), "note " + i);
            }
            assertThat(notes.run("import", "many")).isZero();
            assertThat(notes.err()).isEqualTo("notes: 50 %, 500 of 1,000 files\nnotes: 100 %, 1,000 of 1,000 files\n");
        }

        @Test
        void atATerminal_oneLineIsWrittenOver_andRemoved() throws IOException {
            writeLines();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
            SampleContext context = new SampleContext(nowhere, new PrintStream(err, true, UTF_8), true, temporary);
            assertThat(notes.run(context, InputStream.nullInputStream(), "import", "large.txt"))
                    .isZero();
            String[] drawn = err.toString(UTF_8).split("\r", -1);
            assertThat(drawn[1])
                    .startsWith("[##                            ] 5 %  500 of 10,000 lines ")
                    .hasSize(79);
            assertThat(drawn[drawn.length - 3]).startsWith("[##############################] 100 %  10,000 of");
            assertThat(drawn[drawn.length - 2]).isBlank().hasSize(79);
            assertThat(drawn[drawn.length - 1]).isEmpty();
            assertThat(err.toString(UTF_8)).doesNotContain("\n");
        }
    }
}
