package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bursts of events without a watch service, so that each kind of event can be tried alone. */
class FolderRefresherTest {

    @TempDir
    Path root;

    private final AtomStore store = AtomStore.create();
    private final FolderModel model = new FolderModel(store, 10);
    private final FaultyDisk disk = new FaultyDisk();
    private final List<String> read = new ArrayList<>();
    private Tree tree;
    private FolderRefresher refresher;

    @BeforeEach
    void fill() throws IOException {
        tree = new Tree(root);
        tree.file("a.txt", "1\n").file("x/b.txt", "1\n").file("x/y/c.txt", "1\n");
        FolderScanner scanner = new FolderScanner(root, disk, new ScanListener() {
            @Override
            public void read(TreePath file) {
                read.add(file.toString());
            }
        });
        refresher = new FolderRefresher(model, scanner);
        model.apply(scanner.scan());
        read.clear();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record Event(Kind<Path> kind, Path context) implements WatchEvent<Path> {
        @Override
        public int count() {
            return 1;
        }
    }

    private record Overflow() implements WatchEvent<Object> {
        @Override
        public Kind<Object> kind() {
            return OVERFLOW;
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public Object context() {
            return null;
        }
    }

    private static Burst burst(WatchEvent.Kind<Path> kind, String folder, String name) {
        return add(new Burst(), kind, folder, name);
    }

    private static Burst add(Burst burst, WatchEvent.Kind<Path> kind, String folder, String name) {
        burst.add(path(folder), new Event(kind, Path.of(name)));
        return burst;
    }

    private void follow(Burst burst) {
        model.apply(refresher.refresh(burst));
    }

    private List<Long> counts() {
        FolderTotals totals = model.totals(TreePath.ROOT);
        return List.of(totals.sum().files(), totals.sum().lines(), (long)
                totals.problems().size());
    }

    @Test
    void modifiedFile_isReadAlone() throws IOException {
        tree.file("x/b.txt", "1\n2\n");

        follow(burst(ENTRY_MODIFY, "x", "b.txt"));

        assertThat(read).containsExactly("x/b.txt");
        assertThat(counts()).containsExactly(3L, 4L, 0L);
    }

    @Test
    void modifiedFile_thatIsIgnoredOrGone_isNotRead() throws IOException {
        tree.delete("a.txt");

        follow(add(burst(ENTRY_MODIFY, ".", "none.txt"), ENTRY_MODIFY, ".", "a.txt"));

        assertThat(read).isEmpty();
        assertThat(counts()).containsExactly(3L, 3L, 0L);
    }

    @Test
    void createdFile_isReadAlone_andModifiedAtOnce_onlyOnce() throws IOException {
        tree.file("x/new.txt", "1\n2\n3\n");

        follow(add(burst(ENTRY_CREATE, "x", "new.txt"), ENTRY_MODIFY, "x", "new.txt"));

        assertThat(read).containsExactly("x/new.txt");
        assertThat(counts()).containsExactly(4L, 6L, 0L);
    }

    @Test
    void replacedFile_isReadAgain() throws IOException {
        tree.replace("a.txt", "1\n2\n");

        follow(burst(ENTRY_CREATE, ".", "a.txt"));

        assertThat(counts()).containsExactly(3L, 4L, 0L);
    }

    @Test
    void createdFolder_isReadWithEverythingInIt() throws IOException {
        tree.file("x/new/deep/d.txt", "1\n").file("x/new/e.txt", "1\n");

        follow(burst(ENTRY_CREATE, "x", "new"));

        assertThat(read).containsExactlyInAnyOrder("x/new/deep/d.txt", "x/new/e.txt");
        assertThat(counts()).containsExactly(5L, 5L, 0L);
    }

    @Test
    void createdFolder_thatReplacesOneOfItsName_isReadAgain() throws IOException {
        tree.delete("x");
        tree.file("x/z.txt", "1\n2\n");

        follow(add(burst(ENTRY_DELETE, ".", "x"), ENTRY_CREATE, ".", "x"));

        assertThat(counts()).containsExactly(2L, 3L, 0L);
        assertThat(model.hasFolder(path("x/y"))).isFalse();
    }

    @Test
    void deletedFolder_isForgotten_whateverElseIsToldOfIt() throws IOException {
        tree.delete("x");

        Burst burst = burst(ENTRY_DELETE, "x/y", "c.txt");
        add(add(burst, ENTRY_DELETE, "x", "y"), ENTRY_DELETE, ".", "x");
        follow(burst);

        assertThat(read).isEmpty();
        assertThat(counts()).containsExactly(1L, 1L, 0L);
        assertThat(model.folderCount()).isEqualTo(1);
    }

    @Test
    void deletedFolder_whoseParentWasNotToldYet_keepsTheModelWhole() throws IOException {
        tree.delete("x");

        follow(burst(ENTRY_DELETE, "x", "y"));

        assertThat(counts()).containsExactly(3L, 3L, 0L);
    }

    @Test
    void overflow_readsTheFolderAgain_withEverythingInIt() throws IOException {
        tree.delete("x/y");
        tree.file("x/b.txt", "1\n2\n").file("x/new/d.txt", "1\n").file("a.txt", "not told\n\n");
        Burst burst = new Burst();
        burst.add(path("x"), new Overflow());

        follow(burst);

        assertThat(read).containsExactlyInAnyOrder("x/b.txt", "x/new/d.txt");
        assertThat(counts()).containsExactly(3L, 4L, 0L);
    }

    @Test
    void ignoreFile_thatIsCreatedChangedOrDeleted_isObeyed() throws IOException {
        tree.file("x/.gitignore", "*.txt\n");
        follow(burst(ENTRY_CREATE, "x", ".gitignore"));
        assertThat(counts()).containsExactly(2L, 2L, 0L);

        tree.file("x/.gitignore", "y/\n");
        follow(burst(ENTRY_MODIFY, "x", ".gitignore"));
        assertThat(counts()).containsExactly(3L, 3L, 0L);

        tree.delete("x/.gitignore");
        follow(burst(ENTRY_DELETE, "x", ".gitignore"));
        assertThat(counts()).containsExactly(3L, 3L, 0L);
        assertThat(model.hasFolder(path("x/y"))).isTrue();
    }

    @Test
    void ignoredFile_thatIsCreated_changesNothing() throws IOException {
        tree.file(".gitignore", "*.log\n");
        follow(burst(ENTRY_CREATE, ".", ".gitignore"));
        read.clear();
        tree.file("a.log", "1\n");

        follow(burst(ENTRY_CREATE, ".", "a.log"));

        assertThat(read).isEmpty();
    }

    @Test
    void folder_thatBecomesReadable_isRead() throws IOException {
        disk.deny(root.resolve("new"));
        tree.file("new/d.txt", "1\n");
        follow(burst(ENTRY_CREATE, ".", "new"));
        assertThat(counts()).containsExactly(3L, 3L, 1L);

        disk.allow(root.resolve("new"));
        follow(burst(ENTRY_MODIFY, ".", "new"));

        assertThat(counts()).containsExactly(4L, 4L, 0L);
    }

    @Test
    void file_thatBecomesAFolder_isReplaced() throws IOException {
        tree.delete("a.txt");
        Files.createDirectory(root.resolve("a.txt"));
        tree.file("a.txt/d.txt", "1\n2\n");

        follow(add(burst(ENTRY_DELETE, ".", "a.txt"), ENTRY_CREATE, ".", "a.txt"));

        assertThat(counts()).containsExactly(3L, 4L, 0L);
    }
}
