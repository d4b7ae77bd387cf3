package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScannerTest {

    @TempDir
    Path root;

    private Tree tree;

    @BeforeEach
    void makeTree() {
        tree = new Tree(root);
    }

    private FolderChanges scan(Path folder) {
        return new FolderScanner(folder, Disk.REAL, ScanListener.NONE).scan();
    }

    private static List<String> files(FolderChanges changes) {
        return changes.files().keySet().stream()
                .map(TreePath::toString)
                .sorted()
                .toList();
    }

    private static List<String> folders(FolderChanges changes) {
        return changes.listings().keySet().stream()
                .map(TreePath::toString)
                .sorted()
                .toList();
    }

    @Test
    void scan_readsEveryFileAndFolder() throws IOException {
        tree.file("a.txt", "1\n").file("x/b.txt", "1\n2\n").file("x/y/c.txt", "");
        Files.createDirectory(root.resolve("empty"));

        FolderChanges changes = scan(root);

        assertThat(files(changes)).containsExactly("a.txt", "x/b.txt", "x/y/c.txt");
        assertThat(folders(changes)).containsExactly(".", "empty", "x", "x/y");
        assertThat(changes.files()).containsEntry(path("x/b.txt"), FileFacts.text(2, 4));
        assertThat(changes.listings().get(path("x")).folders()).containsExactly(path("x/y"));
    }

    @Test
    void scan_tellsTheListenerOfAFolderBeforeItIsListed() throws IOException {
        tree.file("a.txt", "").file("x/b.txt", "");
        List<String> told = new ArrayList<>();

        new FolderScanner(root, Disk.REAL, new ScanListener() {
                    @Override
                    public void entering(TreePath folder) {
                        told.add("entering " + folder);
                    }

                    @Override
                    public void read(TreePath file) {
                        told.add("read " + file);
                    }
                })
                .scan();

        assertThat(told).containsExactly("entering .", "read a.txt", "entering x", "read x/b.txt");
    }

    @Test
    void scan_linksAreNotFollowed() throws IOException {
        tree.file("a.txt", "");
        Files.createSymbolicLink(root.resolve("circle"), root);
        Files.createSymbolicLink(root.resolve("link.txt"), root.resolve("a.txt"));
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("none"));

        FolderChanges changes = scan(root);

        assertThat(files(changes)).containsExactly("a.txt");
        assertThat(folders(changes)).containsExactly(".");
        assertThat(changes.listings().get(TreePath.ROOT).problem()).isEmpty();
    }

    @Test
    void scan_veryDeepFolder_works() throws IOException {
        Path deep = root;
        for (int i = 0; i < 500; i++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);

        assertThat(scan(root).listings()).hasSize(501);
    }

    @Nested
    class Ignoring {

        @Test
        void ignoredFilesAndFolders_areLeftOut_withWhatIsInThem() throws IOException {
            tree.file(".gitignore", "target/\n*.log\n!keep.log\n")
                    .file("a.log", "")
                    .file("keep.log", "")
                    .file("target/x.txt", "")
                    .file("m/target/y.txt", "")
                    .file("m/target.txt", "")
                    .file(".git/config", "");

            FolderChanges changes = scan(root);

            assertThat(files(changes)).containsExactly(".gitignore", "keep.log", "m/target.txt");
            assertThat(folders(changes)).containsExactly(".", "m");
        }

        @Test
        void nestedFile_addsToThoseAbove() throws IOException {
            tree.file(".gitignore", "*.log\n")
                    .file("x/.gitignore", "!a.log\n/b.txt\n")
                    .file("x/a.log", "")
                    .file("x/b.txt", "")
                    .file("x/y/a.log", "")
                    .file("x/y/b.txt", "")
                    .file("a.log", "");

            assertThat(files(scan(root)))
                    .containsExactly(".gitignore", "x/.gitignore", "x/a.log", "x/y/a.log", "x/y/b.txt");
        }

        @Test
        void folderInsideARepository_obeysTheFilesAboveIt() throws IOException {
            Files.createDirectories(root.resolve(".git/info"));
            tree.file(".git/info/exclude", "private.txt\n")
                    .file(".gitignore", "/m/n/generated\ntarget/\n")
                    .file("m/.gitignore", "*.tmp\n")
                    .file("m/n/generated/a.txt", "")
                    .file("m/n/target/a.txt", "")
                    .file("m/n/a.tmp", "")
                    .file("m/n/private.txt", "")
                    .file("m/n/a.txt", "");

            assertThat(files(scan(root.resolve("m/n")))).containsExactly("a.txt");
        }

        @Test
        void folderOutsideARepository_doesNotLookAboveItself() throws IOException {
            tree.file(".gitignore", "*.txt\n").file("m/a.txt", "");

            assertThat(files(scan(root.resolve("m")))).containsExactly("a.txt");
        }

        @Test
        void ignoreFile_thatIsAFolderOrALink_isNone() throws IOException {
            tree.file("rules", "*.txt\n").file("x/.gitignore/a.txt", "");
            Files.createSymbolicLink(root.resolve(".gitignore"), root.resolve("rules"));

            assertThat(files(scan(root))).containsExactly("rules", "x/.gitignore/a.txt");
        }
    }

    @Nested
    class Faults {

        private final FaultyDisk disk = new FaultyDisk();

        @Test
        void unreadableFile_isListedWithItsProblem_theRestIsRead() throws IOException {
            tree.file("a.txt", "1\n").file("b.txt", "1\n");
            disk.deny(root.resolve("a.txt"));

            FolderChanges changes = new FolderScanner(root, disk, ScanListener.NONE).scan();

            assertThat(changes.files())
                    .containsEntry(path("a.txt"), FileFacts.unreadable("permission denied"))
                    .containsEntry(path("b.txt"), FileFacts.text(1, 2));
        }

        @Test
        void unreadableFolder_isListedWithItsProblem_theRestIsRead() throws IOException {
            tree.file("x/a.txt", "").file("b.txt", "");
            disk.deny(root.resolve("x"));

            FolderChanges changes = new FolderScanner(root, disk, ScanListener.NONE).scan();

            assertThat(changes.listings().get(path("x")).problem()).isEqualTo("permission denied");
            assertThat(files(changes)).containsExactly("b.txt");
        }

        @Test
        void unreadableIgnoreFile_hasNoRules_andIsAProblem() throws IOException {
            tree.file(".gitignore", "*.txt\n").file("a.txt", "");
            disk.deny(root.resolve(".gitignore"));

            FolderChanges changes = new FolderScanner(root, disk, ScanListener.NONE).scan();

            assertThat(files(changes)).containsExactly(".gitignore", "a.txt");
            assertThat(changes.files()).containsEntry(path(".gitignore"), FileFacts.unreadable("permission denied"));
        }

        @Test
        void fileThatVanishesBeforeItIsRead_isNotListed() throws IOException {
            tree.file("a.txt", "").file("b.txt", "");
            Disk vanishing = new Disk() {
                @Override
                public List<Entry> list(Path folder) throws IOException {
                    List<Entry> entries = Disk.super.list(folder);
                    Files.delete(folder.resolve("a.txt"));
                    return entries;
                }
            };

            FolderChanges changes = new FolderScanner(root, vanishing, ScanListener.NONE).scan();

            assertThat(changes.listings().get(TreePath.ROOT).files()).containsExactly(path("b.txt"));
            assertThat(files(changes)).containsExactly("b.txt");
        }

        @Test
        void missingFolder_givesNothing() {
            assertThat(scan(root.resolve("none")).listings()).isEmpty();
        }
    }
}
