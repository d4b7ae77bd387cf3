package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.inspect.ChangeSet;
import io.atoms.samples.folderstats.FolderTotals.LargeFile;
import io.atoms.samples.folderstats.FolderTotals.Problem;
import io.atoms.samples.folderstats.FolderTotals.Sum;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FolderModelTest {

    private final CommitLog log = new CommitLog();
    private final AtomStore store = AtomStore.builder().observer(log).build();
    private final FolderModel model = new FolderModel(store, 2);

    /** pom.xml, src/A.java, src/B.java, src/deep/C.java, src/deep/logo.png, docs/a.md */
    @BeforeEach
    void fill() {
        FolderChanges changes = new FolderChanges();
        list(changes, ".", "pom.xml", "docs/", "src/");
        list(changes, "docs", "docs/a.md");
        list(changes, "src", "src/A.java", "src/B.java", "src/deep/");
        list(changes, "src/deep", "src/deep/C.java", "src/deep/logo.png");
        changes.files().put(path("pom.xml"), FileFacts.text(10, 500));
        changes.files().put(path("docs/a.md"), FileFacts.text(3, 30));
        changes.files().put(path("src/A.java"), FileFacts.text(100, 1_000));
        changes.files().put(path("src/B.java"), FileFacts.text(200, 2_000));
        changes.files().put(path("src/deep/C.java"), FileFacts.text(50, 2_000));
        changes.files().put(path("src/deep/logo.png"), FileFacts.BINARY);
        model.apply(changes);
        log.drain();
    }

    @AfterEach
    void close() {
        model.close();
        store.close();
    }

    /** A name with a slash at the end is a folder. */
    private static void list(FolderChanges changes, String folder, String... content) {
        changes.listings().put(path(folder), new FolderListing(paths(content, false), paths(content, true), ""));
    }

    private static NavigableSet<TreePath> paths(String[] content, boolean folders) {
        NavigableSet<TreePath> paths = new TreeSet<>();
        Arrays.stream(content).filter(name -> name.endsWith("/") == folders).forEach(name -> paths.add(path(name)));
        return paths;
    }

    private void write(String file, FileFacts facts) {
        model.apply(new FolderChanges(Map.of(), Map.of(path(file), facts)));
    }

    private FolderTotals root() {
        return model.totals(TreePath.ROOT);
    }

    private List<String> recomputed() {
        List<ChangeSet> commits = log.drain();
        assertThat(commits).hasSizeLessThanOrEqualTo(1);
        return commits.stream()
                .flatMap(commit -> commit.recomputes().stream())
                .map(run -> run.atom().name())
                .toList();
    }

    @Nested
    class Totals {

        @Test
        void sum_isThatOfAllTextFiles() {
            assertThat(root().sum()).isEqualTo(new Sum(5, 363, 5_530));
            assertThat(root().binaries()).isEqualTo(1);
            assertThat(model.totals(path("src")).sum()).isEqualTo(new Sum(3, 350, 5_000));
            assertThat(model.totals(path("src/deep")).sum()).isEqualTo(new Sum(1, 50, 2_000));
            assertThat(model.folderCount()).isEqualTo(4);
        }

        @Test
        void extensions_haveTheirOwnSums() {
            assertThat(root().extensions())
                    .containsOnly(
                            Map.entry(".java", new Sum(3, 350, 5_000)),
                            Map.entry(".md", new Sum(1, 3, 30)),
                            Map.entry(".xml", new Sum(1, 10, 500)));
        }

        @Test
        void largest_areThoseOfTheWholeTree_byPathAmongEquals() {
            assertThat(root().largest())
                    .containsExactly(
                            new LargeFile(path("src/B.java"), 200, 2_000),
                            new LargeFile(path("src/deep/C.java"), 50, 2_000));
        }

        @Test
        void problems_ofFilesAndFolders_reachTheRoot() {
            write("src/A.java", FileFacts.unreadable("permission denied"));
            FolderChanges changes = new FolderChanges();
            changes.listings().put(path("docs"), FolderListing.unreadable("no"));
            model.apply(changes);

            assertThat(root().problems())
                    .containsExactly(
                            new Problem(path("docs"), "no"), new Problem(path("src/A.java"), "permission denied"));
            assertThat(root().sum()).isEqualTo(new Sum(3, 260, 4_500));
        }
    }

    @Nested
    class Recomputes {

        @Test
        void changedFile_recomputesTheFoldersAboveIt_onceEach() {
            write("src/deep/C.java", FileFacts.text(51, 2_040));

            assertThat(recomputed()).containsExactlyInAnyOrder("folder[src/deep]", "folder[src]", "folder[.]");
            assertThat(root().sum()).isEqualTo(new Sum(5, 364, 5_570));
        }

        @Test
        void changedFileAtTheTop_recomputesTheRootOnly() {
            write("pom.xml", FileFacts.text(11, 510));

            assertThat(recomputed()).containsExactly("folder[.]");
        }

        @Test
        void sameFacts_recomputeNothing() {
            write("src/deep/C.java", FileFacts.text(50, 2_000));

            assertThat(log.drain()).isEmpty();
        }

        @Test
        void twoFiles_recomputeTheirCommonFoldersOnce() {
            model.apply(new FolderChanges(
                    Map.of(),
                    Map.of(path("src/A.java"), FileFacts.text(1, 1), path("docs/a.md"), FileFacts.text(1, 1))));

            assertThat(recomputed()).containsExactlyInAnyOrder("folder[src]", "folder[docs]", "folder[.]");
        }

        @Test
        void why_leadsFromTheFileToTheRoot() {
            write("src/deep/C.java", FileFacts.text(51, 2_040));

            assertThat(log.drain().get(0).why("folder[.]"))
                    .extracting(Object::toString)
                    .containsExactly("file[src/deep/C.java]", "folder[src/deep]", "folder[src]", "folder[.]");
        }
    }

    @Nested
    class ComingAndGoing {

        @Test
        void removedFile_isNoLongerCounted() {
            FolderChanges changes = new FolderChanges();
            list(changes, "src", "src/B.java", "src/deep/");
            model.apply(changes);

            assertThat(root().sum()).isEqualTo(new Sum(4, 263, 4_530));
            assertThat(recomputed()).containsExactlyInAnyOrder("folder[src]", "folder[.]");
        }

        @Test
        void removedFile_thatComesBack_isCountedWithItsNewFacts() {
            FolderChanges without = new FolderChanges();
            list(without, "src", "src/B.java", "src/deep/");
            model.apply(without);
            FolderChanges with = new FolderChanges();
            list(with, "src", "src/A.java", "src/B.java", "src/deep/");
            with.files().put(path("src/A.java"), FileFacts.text(1, 1));
            model.apply(with);
            write("src/A.java", FileFacts.text(2, 2));

            assertThat(root().sum()).isEqualTo(new Sum(5, 265, 4_532));
        }

        @Test
        void removedFolder_isForgottenWithEverythingInIt() {
            FolderChanges changes = new FolderChanges();
            list(changes, ".", "pom.xml", "docs/");
            model.apply(changes);

            assertThat(root().sum()).isEqualTo(new Sum(2, 13, 530));
            assertThat(model.folderCount()).isEqualTo(2);
            assertThat(model.hasFolder(path("src/deep"))).isFalse();
            assertThat(model.listing(path("src"))).isEqualTo(FolderListing.EMPTY);
        }

        @Test
        void file_thatBecomesAFolder_isReplaced() {
            FolderChanges changes = new FolderChanges();
            list(changes, "docs", "docs/a.md/");
            list(changes, "docs/a.md", "docs/a.md/b.md");
            changes.files().put(path("docs/a.md/b.md"), FileFacts.text(7, 70));
            model.apply(changes);
            write("docs/a.md/b.md", FileFacts.text(8, 80));

            assertThat(model.totals(path("docs")).sum()).isEqualTo(new Sum(1, 8, 80));
        }

        @Test
        void folder_thatBecomesAFile_isReplaced() {
            FolderChanges changes = new FolderChanges();
            list(changes, ".", "pom.xml", "docs", "src/");
            changes.files().put(path("docs"), FileFacts.text(9, 90));
            model.apply(changes);

            assertThat(root().sum()).isEqualTo(new Sum(5, 369, 5_590));
            assertThat(model.hasFolder(path("docs"))).isFalse();
        }

        @Test
        void whatNoListingLeadsTo_isLeftOut() {
            FolderChanges changes = new FolderChanges();
            list(changes, ".", "pom.xml", "docs/");
            list(changes, "src", "src/A.java", "src/new/");
            list(changes, "src/new", "src/new/N.java");
            list(changes, "docs/other", "docs/other/o.md");
            changes.files().put(path("src/new/N.java"), FileFacts.text(1, 1));
            changes.files().put(path("docs/other/o.md"), FileFacts.text(1, 1));
            changes.files().put(path("docs/b.md"), FileFacts.text(1, 1));
            model.apply(changes);

            assertThat(root().sum()).isEqualTo(new Sum(2, 13, 530));
            assertThat(model.folderCount()).isEqualTo(2);
            assertThat(model.listing(path("src/new"))).isEqualTo(FolderListing.EMPTY);
        }

        @Test
        void changedKind_movesBetweenTextAndBinary() {
            write("src/deep/logo.png", FileFacts.text(1, 1));
            write("src/A.java", FileFacts.BINARY);

            assertThat(root().sum()).isEqualTo(new Sum(5, 264, 4_531));
            assertThat(root().binaries()).isEqualTo(1);
        }
    }

    @Test
    void close_stopsObserving() {
        model.close();
        write("pom.xml", FileFacts.text(1, 1));

        assertThat(recomputed()).isEmpty();
        assertThat(root().sum().lines()).isEqualTo(354);
    }
}
