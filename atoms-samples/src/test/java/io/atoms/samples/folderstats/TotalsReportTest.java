package io.atoms.samples.folderstats;

import static io.atoms.samples.folderstats.Tree.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.Output;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TotalsReportTest {

    @Test
    void print_manyExtensions_addsUpTheRest() {
        FolderChanges changes = new FolderChanges();
        NavigableSet<TreePath> files = new TreeSet<>();
        for (int i = 10; i < 33; i++) {
            TreePath file = path("a.e" + i);
            files.add(file);
            changes.files().put(file, FileFacts.text(i, 1_000 * i));
        }
        changes.listings().put(TreePath.ROOT, new FolderListing(files, new TreeSet<>(), ""));
        Output output = new Output();
        try (AtomStore store = AtomStore.create();
                FolderModel model = new FolderModel(store, 1)) {
            model.apply(changes);

            new TotalsReport(output.context(Path.of("")).out()).print(Path.of("root"), model);
        }

        assertThat(output.out())
                .startsWith("root\n23 files, 483 lines, 483.0 kB\n")
                .containsPattern("\n\\.e13 +1 +13 +13\\.0 kB\n\\(3 others\\) +3 +33 +33\\.0 kB\n\nLargest");
    }
}
