package io.atoms.samples.folderstats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoms.samples.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStatsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final Output output = new Output();
    private Tree tree;

    @BeforeEach
    void fill() throws IOException {
        tree = new Tree(Files.createDirectory(temporary.resolve("root")).toRealPath());
        tree.file(".gitignore", "*.log\n")
                .file("README", "1\n2\n3\n")
                .file("a.log", "1\n")
                .file("src/A.java", "1\n".repeat(1_500))
                .file("src/deep/B.java", "1\n2\n")
                .file("logo.png", "\0");
    }

    private int run(Path folder, Disk disk) {
        return new FolderStats(output.context(temporary), disk).run(new FolderStats.Options(folder, 2, false));
    }

    @Nested
    class Counting {

        @Test
        void folder_isPrintedAsTables() {
            int code = run(tree.root(), Disk.REAL);

            assertThat(output.out()).isEqualTo("""
                            %s
                            4 files, 1,506 lines, 3.0 kB

                            By extension  files  lines   bytes
                            .java             2  1,502  3.0 kB
                            (none)            2      4    12 B

                            Largest files  lines   bytes
                            src/A.java     1,500  3.0 kB
                            .gitignore         1     6 B

                            By folder          files  lines   bytes
                            src/                   2  1,502  3.0 kB
                            (not in a folder)      2      4    12 B

                            Left out: 1 binary file
                            """.formatted(tree.root()));
            assertThat(output.err()).isEmpty();
            assertThat(code).isEqualTo(FolderStats.COMPLETE);
        }

        @Test
        void relativeFolder_startsFromTheCurrentOne() {
            assertThat(run(Path.of("root", "src"), Disk.REAL)).isEqualTo(FolderStats.COMPLETE);

            assertThat(output.out()).startsWith(tree.root().resolve("src") + "\n2 files, 1,502 lines, 3.0 kB\n");
        }

        @Test
        void link_toAFolder_isFollowedOnlyAsTheFolderItself() throws IOException {
            Path link = Files.createSymbolicLink(temporary.resolve("link"), tree.root());

            assertThat(run(link, Disk.REAL)).isEqualTo(FolderStats.COMPLETE);
            assertThat(output.out()).startsWith(tree.root() + "\n4 files");
        }

        @Test
        void emptyFolder_hasNoTables() throws IOException {
            Path empty = Files.createDirectory(temporary.resolve("empty"));

            assertThat(run(empty, Disk.REAL)).isEqualTo(FolderStats.COMPLETE);
            assertThat(output.out()).isEqualTo(empty.toRealPath() + "\n0 files, 0 lines, 0 B\n");
        }

        @Test
        void nameWithControlCharacters_cannotCommandTheTerminal() throws IOException {
            tree.file("bad\u001b[2J\n.txt", "1\n".repeat(9_000));

            run(tree.root(), Disk.REAL);

            assertThat(output.out()).contains("bad?[2J?.txt").doesNotContain("\u001b");
        }
    }

    @Nested
    class BadInput {

        @Test
        void missingFolder_isNamed() {
            assertThat(run(Path.of("none"), Disk.REAL)).isEqualTo(FolderStats.USAGE);

            assertThat(output.err()).isEqualTo("folder-stats: no such folder: " + temporary.resolve("none") + "\n");
            assertThat(output.out()).isEmpty();
        }

        @Test
        void file_isNotAFolder() {
            assertThat(run(tree.root().resolve("README"), Disk.REAL)).isEqualTo(FolderStats.USAGE);

            assertThat(output.err())
                    .isEqualTo("folder-stats: not a folder: " + tree.root().resolve("README") + "\n");
        }

        @Test
        void unreadableFileAndFolder_areListed_theRestIsCounted() {
            Disk disk = new FaultyDisk()
                    .deny(tree.root().resolve("README"))
                    .deny(tree.root().resolve("src/deep"));

            assertThat(run(tree.root(), disk)).isEqualTo(FolderStats.INCOMPLETE);

            assertThat(output.out()).contains("\n2 files, 1,501 lines, ").endsWith("""

                            Could not be read: 2
                              README: permission denied
                              src/deep: permission denied
                            """);
            assertThat(output.err())
                    .isEqualTo("folder-stats: 2 paths could not be read, the totals are without them\n");
        }

        @Test
        void unreadableRoot_isListed() {
            assertThat(run(tree.root(), new FaultyDisk().deny(tree.root()))).isEqualTo(FolderStats.INCOMPLETE);

            assertThat(output.out()).contains("Could not be read: 1\n  .: permission denied\n");
        }
    }

    @Nested
    class Watching {

        private final FaultyDisk disk = new FaultyDisk();
        private Thread thread;
        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        @BeforeEach
        void start() {
            FolderStats stats = new FolderStats(output.context(temporary), disk);
            thread = new Thread(() -> code.complete(stats.run(new FolderStats.Options(tree.root(), 2, true))));
            thread.start();
            awaitText(output::err, "folder-stats: watching 3 folders, Ctrl+C ends it\n");
        }

        private void awaitText(Supplier<String> text, String expected) {
            await().atMost(LONG).untilAsserted(() -> assertThat(text.get()).contains(expected));
        }

        private int end() throws Exception {
            thread.interrupt();
            return code(code);
        }

        private int code(Future<Integer> future) throws Exception {
            return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }

        @Test
        void changedFile_showsTheFoldersAboveIt_recomputed() throws Exception {
            tree.replace("src/deep/B.java", "1\n2\n3\n");
            awaitText(output::out, "(+0 files, +1 lines, +2 bytes)\n");

            assertThat(end()).isEqualTo(FolderStats.COMPLETE);
            assertThat(output.out())
                    .containsPattern("\n1 atom changed\n"
                            + "  file\\[src/deep/B.java]: 2 lines, 4 B -> 3 lines, 6 B\n"
                            + "  recomputed 3 of 3 folders: folder\\[src/deep] in .* ms, folder\\[src] in .* ms, "
                            + "folder\\[\\.] in .* ms\n"
                            + "  took .* ms, after .* ms to read 1 file\n"
                            + "  now 4 files, 1,507 lines, 3\\.0 kB \\(\\+0 files, \\+1 lines, \\+2 bytes\\)\n");
        }

        @Test
        void changedFileAtTheTop_recomputesTheRootOnly() throws Exception {
            tree.replace("README", "1\n");
            awaitText(output::out, "(+0 files, -2 lines, -4 bytes)\n");

            assertThat(output.out()).contains("  recomputed 1 of 3 folders: folder[.] in ");
            assertThat(end()).isEqualTo(FolderStats.COMPLETE);
        }

        @Test
        void fileWrittenWithTheSameContent_recomputesNothing() throws Exception {
            tree.replace("README", "1\n2\n3\n");
            awaitText(output::out, "1 file read again, nothing changed: no atom was recomputed\n");

            assertThat(end()).isEqualTo(FolderStats.COMPLETE);
        }

        @Test
        void ignoreFile_leavesOutWhatItNames() throws Exception {
            tree.replace(".gitignore", "*.log\nsrc/\n");
            awaitText(output::out, "  now 2 files, 5 lines, 17 B (-2 files, -1,501 lines, ");

            assertThat(end()).isEqualTo(FolderStats.COMPLETE);
        }

        @Test
        void unreadableFile_isShown_andTellsInTheExitCode() throws Exception {
            disk.deny(tree.root().resolve("README"));
            tree.replace("README", "1\n");
            awaitText(output::out, "file[README]: 3 lines, 6 B -> unreadable: permission denied\n");

            assertThat(end()).isEqualTo(FolderStats.INCOMPLETE);
        }

        @Test
        void folderThatIsDeleted_endsIt() throws Exception {
            tree.delete("");

            assertThat(code(code)).isEqualTo(FolderStats.INCOMPLETE);
            assertThat(output.err()).endsWith("folder-stats: the folder is gone: " + tree.root() + "\n");
        }
    }
}
