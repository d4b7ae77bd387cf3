package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atoms.AtomStore;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real watch service of the machine. */
class FolderWatcherTest {

    /** Some machines only poll, every ten seconds. */
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final AtomStore store = AtomStore.create();
    private final FolderModel model = new FolderModel(store, 10);
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<Throwable> ends = new CopyOnWriteArrayList<>();
    private Tree tree;
    private FolderWatcher watcher;
    private Thread thread;

    @BeforeEach
    void start() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("root")).toRealPath();
        tree = new Tree(root);
        tree.file("a.txt", "1\n").file("x/b.txt", "1\n").file("x/y/c.txt", "1\n");
        watcher = new FolderWatcher(root, Duration.ofMillis(20), warnings::add);
        FolderScanner scanner = new FolderScanner(root, Disk.REAL, watcher);
        model.apply(scanner.scan());
        FolderRefresher refresher = new FolderRefresher(model, scanner);
        thread = new Thread(() -> follow(refresher), "watcher under test");
        thread.start();
    }

    private void follow(FolderRefresher refresher) {
        try {
            while (true) {
                model.apply(refresher.refresh(watcher.take()));
                watcher.retain(model::hasFolder);
            }
        } catch (InterruptedException | RuntimeException end) {
            ends.add(end);
        }
    }

    @AfterEach
    void stop() throws Exception {
        watcher.close();
        thread.join(LONG.toMillis());
        assertThat(thread.isAlive()).isFalse();
        assertThat(ends).singleElement().isInstanceOf(ClosedWatchServiceException.class);
        store.close();
    }

    private void awaitLines(String folder, long lines) {
        awaitAsserted(() -> assertThat(model.totals(path(folder)).sum().lines()).isEqualTo(lines));
    }

    /** Changes may arrive in several bursts, the last of which need not change the totals. */
    private static void awaitAsserted(ThrowingRunnable assertion) {
        await().atMost(LONG).untilAsserted(assertion);
    }

    @Test
    void changes_arriveInTheModel() throws IOException {
        tree.file("x/y/c.txt", "1\n2\n3\n");
        awaitLines(".", 5);
        awaitLines("x/y", 3);

        tree.file("x/new.txt", "1\n");
        awaitLines("x", 5);

        tree.delete("a.txt");
        awaitLines(".", 5);

        tree.replace("x/b.txt", "1\n2\n");
        awaitLines(".", 6);
        assertThat(warnings).isEmpty();
    }

    @Test
    void newFolders_areFollowedToo() throws IOException {
        tree.file("n/e/w/d.txt", "1\n");
        awaitLines(".", 4);

        tree.file("n/e/w/d.txt", "1\n2\n3\n4\n");
        awaitLines(".", 7);

        tree.file("n/e/w/e.txt", "1\n");
        awaitLines("n/e/w", 5);
    }

    @Test
    void deletedFolder_isNoLongerFollowed_andMayComeBack() throws IOException {
        tree.delete("x");
        awaitLines(".", 1);
        awaitAsserted(() -> assertThat(model.folderCount()).isEqualTo(1));

        tree.file("x/y/d.txt", "1\n2\n");
        awaitLines(".", 3);
        tree.file("x/y/d.txt", "1\n2\n3\n");
        awaitLines("x/y", 3);
    }

    @Test
    void movedFolder_isFollowedUnderItsNewName() throws IOException {
        Files.move(tree.root().resolve("x/y"), tree.root().resolve("z"));
        awaitLines("z", 1);
        awaitLines("x", 1);

        tree.file("z/c.txt", "1\n2\n");
        awaitLines("z", 2);
        awaitLines(".", 4);
    }

    @Test
    void folderThatIsMovedAway_isNoLongerFollowed() throws IOException {
        Path outside = temporary.resolve("outside");
        Files.move(tree.root().resolve("x"), outside);
        awaitLines(".", 1);

        Files.writeString(outside.resolve("b.txt"), "1\n2\n3\n");
        tree.file("a.txt", "1\n2\n");
        awaitLines(".", 2);
        awaitAsserted(() -> assertThat(model.hasFolder(path("x"))).isFalse());
    }

    @Test
    void manyFiles_allArrive() throws IOException {
        for (int i = 0; i < 300; i++) {
            tree.file("many/" + i % 10 + "/" + i + ".txt", "1\n");
        }

        awaitLines("many", 300);
    }

    /** Whatever happened on the disk and in whichever bursts it arrived: at the end the model is as if newly read. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void randomChanges_endInTheTotalsOfAFreshScan(long seed) throws IOException {
        RandomChanges changes = new RandomChanges(tree, seed);
        for (int i = 0; i < 300; i++) {
            changes.next();
        }

        awaitAsserted(() -> assertThat(model.totals(TreePath.ROOT)).isEqualTo(freshTotals()));
        int folders = new FolderScanner(tree.root(), Disk.REAL, ScanListener.NONE)
                .scan()
                .listings()
                .size();
        awaitAsserted(() -> assertThat(model.folderCount()).isEqualTo(folders));
    }

    private FolderTotals freshTotals() {
        try (AtomStore other = AtomStore.create();
                FolderModel fresh = new FolderModel(other, 10)) {
            fresh.apply(new FolderScanner(tree.root(), Disk.REAL, ScanListener.NONE).scan());
            return fresh.totals(TreePath.ROOT);
        }
    }

    @Test
    void entering_missingFolderOrFile_doesNothing() throws IOException {
        List<String> told = new ArrayList<>();
        try (FolderWatcher other = new FolderWatcher(tree.root(), Duration.ZERO, told::add)) {
            other.entering(path("none"));
            other.entering(path("a.txt"));

            assertThat(other.size()).isZero();
            assertThat(told).isEmpty();
        }
    }
}
