package io.atoms.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.utils.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed, and what is printed. */
class NotesCommandTest {

    private NotesTerminal notes;

    @TempDir
    Path temporary;

    @BeforeEach
    void begin() {
        notes = new NotesTerminal(temporary);
    }

    private void expectFailure(int code, String message, String... args) {
        assertThat(notes.run(args)).as(String.join(" ", args)).isEqualTo(code);
        assertThat(notes.err()).contains(message);
        assertThat(notes.out()).isEmpty();
    }

    @Nested
    class Looking {

        @BeforeEach
        void write() {
            notes.lines("add", "Buy", "milk", "--tag", "home");
            notes.lines("add", "Call the bank", "--tag", "#Work", "--tag", "urgent");
            notes.lines("add", "Pay the milkman\nin cash");
        }

        @Test
        void list_showsWhatIsOpen() {
            assertThat(notes.lines("list"))
                    .containsExactly(
                            "1 Buy milk #home", "2 Call the bank #urgent #work", "3 Pay the milkman ...", "3 notes");
            notes.lines("done", "1");
            assertThat(notes.lines("list"))
                    .containsExactly("2 Call the bank #urgent #work", "3 Pay the milkman ...", "2 notes, 1 done");
        }

        @Test
        void list_all_showsTheOthersToo() {
            notes.lines("done", "1");
            assertThat(notes.lines("list", "--all"))
                    .startsWith("1 [x] Buy milk #home")
                    .endsWith("3 notes");
        }

        @Test
        void list_tag_showsThoseThatHaveAll() {
            assertThat(notes.lines("list", "--tag", "work")).containsExactly("2 Call the bank #urgent #work", "1 note");
            assertThat(notes.lines("list", "--tag", "work", "--tag", "#urgent")).hasSize(2);
            assertThat(notes.lines("list", "--tag", "work", "--tag", "home")).containsExactly("0 notes");
        }

        @Test
        void search_findsAllWordsInTextsAndTags_smallOrLarge() {
            assertThat(notes.lines("search", "MILK"))
                    .containsExactly("1 Buy milk #home", "3 Pay the milkman ...", "2 notes");
            assertThat(notes.lines("search", "milk", "cash")).containsExactly("3 Pay the milkman ...", "1 note");
            assertThat(notes.lines("search", "work")).containsExactly("2 Call the bank #urgent #work", "1 note");
            assertThat(notes.lines("search", "nothing")).containsExactly("0 notes");
        }

        @Test
        void show_showsAll() {
            notes.at("2026-01-03T10:00:00Z").lines("tag", "3", "money");
            assertThat(notes.lines("show", "3"))
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("3 Pay the milkman ... #money"),
                            line -> assertThat(line).isEqualTo("in cash"),
                            line -> assertThat(line).matches("id 3-[0-9a-z]{8}"),
                            line -> assertThat(line).isEqualTo("created 2026-01-02 03:04, changed 2026-01-03 10:00"));
        }

        @Test
        void show_byTheWholeId_works() {
            String id = notes.lines("show", "2").get(1).substring("id ".length());
            assertThat(notes.lines("show", id)).startsWith("2 Call the bank #urgent #work");
        }

        @Test
        void status_tellsCountsAndSteps() {
            notes.lines("done", "2", "3");
            notes.lines("undo");
            assertThat(notes.lines("status"))
                    .containsExactly(
                            "folder: " + notes.folder(),
                            "notes: 3, of which done: 0",
                            "tags: #home 1, #urgent 1, #work 1",
                            "can be undone: 3 steps, first: add 3",
                            "can be done again: 1 step, first: done 2 3");
        }
    }

    @Nested
    class Changing {

        @Test
        void add_acknowledgesWithTheNumber_andNumbersAreNotUsedAgain() {
            assertThat(notes.lines("add", "a")).containsExactly("added 1 a");
            assertThat(notes.lines("add", "b", "--tag", "x")).containsExactly("added 2 b #x");
            assertThat(notes.lines("remove", "2")).containsExactly("removed 2 b #x");
            assertThat(notes.lines("add", "c")).containsExactly("added 3 c");
            notes.lines("undo");
            assertThat(notes.lines("add", "d")).containsExactly("added 4 d");
        }

        @Test
        void edit_changesTheText() {
            notes.lines("add", "a", "--tag", "x");
            assertThat(notes.lines("edit", "1", "other", "text")).containsExactly("changed 1 other text #x");
            assertThat(notes.lines("list")).containsExactly("1 other text #x", "1 note");
        }

        @Test
        void tag_addsAndRemoves() {
            notes.lines("add", "a", "--tag", "x");
            assertThat(notes.lines("tag", "1", "y", "#x", "Z")).containsExactly("changed 1 a #x #y #z");
            assertThat(notes.lines("tag", "1", "x", "z", "--remove")).containsExactly("changed 1 a #y");
        }

        @Test
        void doneAndRemove_takeSeveral() {
            Stream.of("a", "b", "c").forEach(text -> notes.lines("add", text));
            assertThat(notes.lines("done", "1", "2", "1")).containsExactly("done 1 [x] a", "done 2 [x] b");
            assertThat(notes.lines("remove", "2", "3")).containsExactly("removed 2 [x] b", "removed 3 c");
            assertThat(notes.lines("list", "--all")).containsExactly("1 [x] a", "1 note");
        }

        @Test
        void controlCharacters_areNotObeyed() {
            assertThat(notes.lines("add", "a\u001b[31mb")).containsExactly("added 1 a?[31mb");
        }
    }

    @Nested
    class Undoing {

        @Test
        void undo_andRedo_workAcrossRuns() {
            notes.lines("add", "a");
            notes.lines("edit", "1", "b");
            notes.lines("tag", "1", "x");
            assertThat(notes.lines("undo")).containsExactly("undone: tag 1 x");
            assertThat(notes.lines("undo")).containsExactly("undone: edit 1");
            assertThat(notes.lines("list")).containsExactly("1 a", "1 note");
            assertThat(notes.lines("redo")).containsExactly("done again: edit 1");
            assertThat(notes.lines("redo")).containsExactly("done again: tag 1 x");
            assertThat(notes.lines("list")).containsExactly("1 b #x", "1 note");
            expectFailure(1, "notes: There is nothing to redo.", "redo");
        }

        @Test
        void several_atOnce() {
            Stream.of("a", "b", "c").forEach(text -> notes.lines("add", text));
            assertThat(notes.lines("undo", "2")).containsExactly("undone: add 3", "undone: add 2");
            assertThat(notes.lines("list")).containsExactly("1 a", "1 note");
            assertThat(notes.lines("redo", "9")).containsExactly("done again: add 2", "done again: add 3");
            assertThat(notes.lines("undo", "100")).hasSize(3);
            expectFailure(1, "notes: There is nothing to undo.", "undo");
        }

        @Test
        void aRemovedNote_comesBackInItsPlace() {
            Stream.of("a", "b", "c").forEach(text -> notes.lines("add", text));
            notes.lines("remove", "2");
            notes.lines("undo");
            assertThat(notes.lines("list")).containsExactly("1 a", "2 b", "3 c", "3 notes");
        }

        @Test
        void aNewStep_dropsWhatWasUndone() {
            notes.lines("add", "a");
            notes.lines("undo");
            notes.lines("add", "b");
            expectFailure(1, "notes: There is nothing to redo.", "redo");
        }
    }

    @Nested
    class Mistakes {

        @Test
        void aMissingNote_isNamed_andNothingIsChanged() throws IOException {
            notes.lines("add", "a");
            List<String> before = files();
            for (String[] command : new String[][] {
                {"show", "7"}, {"edit", "7", "x"}, {"tag", "7", "x"}, {"done", "1", "7"}, {"remove", "1", "7"}
            }) {
                expectFailure(1, "notes: There is no note 7.\n", command);
            }
            assertThat(files()).isEqualTo(before);
        }

        @Test
        void badArguments_haveTheirMessageAndCode() {
            expectFailure(2, "Missing command");
            expectFailure(2, "Missing required parameter: 'TEXT'", "add");
            expectFailure(2, "The text is empty.", "add", " ");
            expectFailure(2, "Missing required parameter: 'TAG'", "tag", "1");
            expectFailure(2, "'a b' is no tag", "add", "x", "--tag", "a b");
            expectFailure(2, "'many' is not an int", "undo", "many");
            expectFailure(2, "N must be 1 or more, was 0.", "undo", "0");
            expectFailure(2, "N must be 1 or more, was -1.", "redo", "-1");
            expectFailure(2, "Unknown option: '--al'", "list", "--al");
            expectFailure(2, "nonsense", "nonsense");
        }

        @Test
        void aFileInPlaceOfTheFolder_isReported() throws IOException {
            Files.writeString(notes.folder(), "a file");
            expectFailure(1, "can't be opened", "list");
        }

        @Test
        void aFolderThatSomebodyElseHas_isReported() {
            notes.lines("add", "a");
            try (FileStorage alone = FileStorage.open(notes.folder())) {
                notes.impatient();
                expectFailure(1, "it is in use by", "list");
                assertThat(alone.keys()).isNotEmpty();
            }
        }

        @Test
        void aDamagedEntry_isReportedAndKept_andTheRestIsThere() throws IOException {
            notes.lines("add", "a");
            notes.lines("add", "b");
            Path first = notes.folder()
                    .resolve(files().stream()
                            .filter(name -> name.startsWith("notes.entry.000000000001"))
                            .findFirst()
                            .orElseThrow());
            Files.writeString(first, "garbage");
            assertThat(notes.run("list")).isZero();
            assertThat(notes.out()).isEqualTo("2 b\n1 note\n");
            assertThat(notes.err()).startsWith("notes: ").contains("is damaged", "It was set aside as");
            assertThat(files()).anyMatch(name -> name.contains(".damaged-"));
        }

        @Test
        void aMissingVault_isReported() throws IOException {
            notes.lines("add", "a");
            Files.delete(notes.folder().resolve("notes.vault.atom"));
            expectFailure(1, "notes.vault.atom is missing or damaged", "list");
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(notes.folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }
}
