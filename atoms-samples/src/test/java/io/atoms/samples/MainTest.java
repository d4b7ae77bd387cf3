package io.atoms.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    /** Surefire names the module's folder; an IDE starts tests in it. */
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private final Output output = new Output();

    @TempDir
    Path folder;

    private int run(String... args) {
        return Main.run(output.context(folder), args);
    }

    @Test
    void noArgument_runsTheTour_andCountsTheProject() {
        int code = Main.run(output.context(MODULE));

        assertThat(output.out())
                .startsWith("1. A primitive atom")
                .contains("\n9. The graph")
                .contains("\n" + MODULE.getParent() + "\n", "\nBy extension ", "\n.java ", "\natoms-samples/ ")
                .contains("\nThat was the tour. Now FolderStats ")
                .endsWith("\nThe other samples: -Dexec.args=\"--help\", and docs/guides/samples.md\n")
                .doesNotContain("target/");
        assertThat(output.err()).isEmpty();
        assertThat(code).isZero();
    }

    @Test
    void tour_runsTheTourAlone() {
        assertThat(run("tour")).isZero();

        assertThat(output.out()).startsWith("1. A primitive atom").doesNotContain("By extension");
    }

    @Nested
    class FolderStats {

        @Test
        void withoutFolder_countsTheCurrentOne() throws IOException {
            Files.writeString(folder.resolve("a.txt"), "1\n");

            assertThat(run("folder-stats")).isZero();
            assertThat(output.out()).startsWith(folder.toRealPath() + "\n1 file, 1 line, 2 B\n");
        }

        @Test
        void top_limitsTheLargestFiles() throws IOException {
            Files.writeString(folder.resolve("a.txt"), "1\n");
            Files.writeString(folder.resolve("b.txt"), "1\n2\n");
            Files.writeString(folder.resolve("c.txt"), "");

            assertThat(run("folder-stats", "--top", "2", folder.toString())).isZero();
            assertThat(output.out())
                    .contains(
                            "\nLargest files  lines  bytes\nb.txt              2    4 B\na.txt              1    2 B\n\n");
        }

        @Test
        void missingFolder_hasItsMessageAndCode() {
            assertThat(run("folder-stats", "none")).isEqualTo(2);

            assertThat(output.err()).isEqualTo("folder-stats: no such folder: " + folder.resolve("none") + "\n");
        }

        @Test
        void badTop_hasItsMessageAndCode() {
            assertThat(run("folder-stats", "--top", "0")).isEqualTo(2);
            assertThat(run("folder-stats", "--top", "many")).isEqualTo(2);

            assertThat(output.err())
                    .contains("Invalid value for option '--top': must be 1 or more, was 0")
                    .contains("Invalid value for option '--top': 'many' is not an int")
                    .contains("Usage: atoms-samples folder-stats");
            assertThat(output.out()).isEmpty();
        }

        @Test
        void unknownOption_hasItsMessageAndCode() {
            assertThat(run("folder-stats", "--wach")).isEqualTo(2);

            assertThat(output.err()).contains("Unknown option: '--wach'").contains("--watch");
        }

        @Test
        void help_namesOptionsAndExitCodes() {
            assertThat(run("folder-stats", "--help")).isZero();

            assertThat(output.out())
                    .contains("Usage: atoms-samples folder-stats [-h] [--watch] [--top=N] [FOLDER]")
                    .contains("Follow changes", "Exit codes:", "2   bad option, or no such folder");
            assertThat(output.err()).isEmpty();
        }
    }

    @Nested
    class Board {

        @Test
        void options_areTakenOver() {
            assertThat(run("board", "--seed", "5", "--latency", "1ms", "--speed", "20", "--limit", "120"))
                    .isZero();

            assertThat(output.out()).contains("\nrolled back: 1 of the edits");
            assertThat(output.err()).isEmpty();
        }

        @Test
        void badOptions_haveTheirMessageAndCode() {
            assertThat(run("board", "--latency", "soon")).isEqualTo(2);
            assertThat(run("board", "--latency", "6s")).isEqualTo(2);
            assertThat(run("board", "--faults", "81")).isEqualTo(2);
            assertThat(run("board", "--speed", "0")).isEqualTo(2);
            assertThat(run("board", "--limit", "0")).isEqualTo(2);

            assertThat(output.err())
                    .contains("'soon' is not a time such as 50ms or 2s")
                    .contains("Invalid value for option '--latency': must be 0ms to 5s, was 6000ms")
                    .contains("Invalid value for option '--faults': must be 0 to 80, was 81")
                    .contains("Invalid value for option '--speed': must be 1 to 100, was 0")
                    .contains("Invalid value for option '--limit': must be 1 to 3600, was 0");
        }
    }

    @Nested
    class Search {

        @Test
        void options_areTakenOver() {
            assertThat(run("search", "--seed", "5", "--keys", "4", "--errors", "0", "--limit", "30"))
                    .isZero();

            assertThat(output.out()).contains("\nkeys struck: 4\n", " 0 failed, ");
            assertThat(output.err()).isEmpty();
        }

        @Test
        void badOptions_haveTheirMessageAndCode() {
            assertThat(run("search", "--keys", "0")).isEqualTo(2);
            assertThat(run("search", "--keys", "1001")).isEqualTo(2);
            assertThat(run("search", "--errors", "101")).isEqualTo(2);
            assertThat(run("search", "--limit", "-1")).isEqualTo(2);
            assertThat(run("search", "--seed", "lucky")).isEqualTo(2);
            assertThat(run("search", "atom")).isEqualTo(2);

            assertThat(output.err())
                    .contains("Invalid value for option '--keys': must be 1 to 1000, was 0")
                    .contains("Invalid value for option '--keys': must be 1 to 1000, was 1001")
                    .contains("Invalid value for option '--errors': must be 0 to 100, was 101")
                    .contains("Invalid value for option '--limit': must be 1 to 3600, was -1")
                    .contains("Invalid value for option '--seed': 'lucky' is not a long")
                    .contains("Unmatched argument at index 1: 'atom'")
                    .contains("Usage: atoms-samples search");
            assertThat(output.out()).isEmpty();
        }

        @Test
        void help_namesOptionsDefaultsAndExitCodes() {
            assertThat(run("search", "--help")).isZero();

            assertThat(output.out())
                    .contains("Usage: atoms-samples search [-h]", "--errors=PERCENT", "--keys=N", "--limit=SECONDS")
                    .containsPattern("follow\\s+from this; default: 1\\.")
                    .contains("Exit codes:", "2   bad option");
            assertThat(output.err()).isEmpty();
        }
    }

    @Nested
    class Notes {

        @Test
        void commands_workInTheFolder() {
            assertThat(run("notes", "--folder", "mine", "add", "Buy", "milk", "--tag", "home"))
                    .isZero();
            assertThat(run("notes", "list", "--folder", "mine")).isZero();

            assertThat(output.out()).isEqualTo("added 1 Buy milk #home\n1 Buy milk #home\n1 note\n");
            assertThat(output.err()).isEmpty();
            assertThat(folder.resolve("mine")).isDirectory();
        }

        @Test
        void mistakes_haveTheirMessageAndCode() {
            assertThat(run("notes", "--folder", "mine", "show", "7")).isEqualTo(1);
            assertThat(run("notes")).isEqualTo(2);
            assertThat(run("notes", "--folder", "mine", "add")).isEqualTo(2);

            assertThat(output.err())
                    .startsWith("notes: There is no note 7.\n")
                    .contains("Missing command", "Missing required parameter: 'TEXT'");
            assertThat(output.out()).isEmpty();
        }

        @Test
        void help_namesCommandsOptionsAndExitCodes() {
            assertThat(run("notes", "--help")).isZero();
            assertThat(run("notes", "import", "--help")).isZero();

            assertThat(output.out())
                    .contains("Usage: atoms-samples notes [-h] [--encrypt] [--folder=DIR] COMMAND")
                    .contains("  watch ", "Exit codes:", "2   bad option or command")
                    .contains("Usage: atoms-samples notes import [-h] [--encrypt]");
            assertThat(output.err()).isEmpty();
        }
    }

    @Nested
    class Shop {

        @Test
        void withoutDisplay_hasItsMessageAndCode() {
            assertThat(run("shop", "--folder", "shop")).isEqualTo(3);

            assertThat(output.err()).startsWith("shop: there is no display");
            assertThat(output.out()).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }

        @Test
        void help_namesOptionsAndExitCodes() {
            assertThat(run("shop", "--help")).isZero();

            assertThat(output.out())
                    .contains("Usage: atoms-samples shop [-h] [--demo] [--folder=DIR] [--screenshot=FILE]")
                    .contains("Exit codes:", "3   there is no display");
            assertThat(output.err()).isEmpty();
        }

        @Test
        void unknownOption_hasItsMessageAndCode() {
            assertThat(run("shop", "--foldr", "x")).isEqualTo(2);

            assertThat(output.err()).contains("Unknown option").contains("--folder");
        }
    }

    @Test
    void unknownCommand_hasItsMessageAndCode() {
        assertThat(run("tuor")).isEqualTo(2);

        assertThat(output.err()).contains("tuor");
        assertThat(output.out()).isEmpty();
    }

    @Test
    void help_listsTheCommands() {
        assertThat(run("--help")).isZero();

        assertThat(output.out())
                .contains("Usage: atoms-samples [-h] [COMMAND]")
                .containsPattern("\n +tour +Shows the library step by step")
                .containsPattern("\n +folder-stats +Counts files, lines and bytes")
                .containsPattern("\n +search +Types into a search field")
                .containsPattern("\n +notes +Keeps notes in a folder")
                .containsPattern("\n +shop +Opens a shop in a window");
        assertThat(output.err()).isEmpty();
    }
}
