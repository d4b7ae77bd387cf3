package io.atoms.samples.folderstats;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.AtomKind;
import io.atoms.inspect.Change;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.Recompute;
import io.atoms.samples.Output;
import io.atoms.samples.folderstats.FolderTotals.Sum;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurstReportTest {

    private static final Sum SUM = new Sum(1, 2, 3);

    private final Output output = new Output();
    private final BurstReport report =
            new BurstReport(output.context(Path.of("")).out());

    private void print(int filesRead, List<ChangeSet> commits) {
        report.print(new BurstReport.Outcome(filesRead, commits, 2_000_000, 1_234_567, SUM, SUM, 20));
    }

    private static AtomInfo atom(String name) {
        return new AtomInfo(1, name, AtomKind.DERIVED);
    }

    @Test
    void print_manyChanges_showsTheFirstTen() {
        List<Change> changes = IntStream.range(0, 13)
                .mapToObj(i -> new Change(atom("file[" + i + "]"), FileFacts.UNREAD, FileFacts.BINARY))
                .toList();
        List<Recompute> runs = IntStream.range(0, 12)
                .mapToObj(i -> new Recompute(atom("folder[" + i + "]"), null, 10_000, true, null))
                .toList();

        print(13, List.of(new ChangeSet(1, "transaction", "main", 1_000, changes, runs)));

        assertThat(output.out())
                .startsWith("13 atoms changed\n  file[0]: not read -> binary\n")
                .contains(
                        "  file[9]: not read -> binary\n  and 3 more\n  recomputed 12 of 20 folders: folder[0] in 0.01 ms")
                .contains("folder[9] in 0.01 ms and 2 more\n  took 1.23 ms, after 2.00 ms to read 13 files\n")
                .endsWith("  now 1 file, 2 lines, 3 B\n");
    }

    @Test
    void print_sameValue_isTold() {
        Change change = new Change(atom("file[a]"), FileFacts.UNREAD, FileFacts.BINARY);
        Recompute run = new Recompute(atom("folder[.]"), null, 0, false, null);

        print(1, List.of(new ChangeSet(1, "transaction", "main", 1_000, List.of(change), List.of(run))));

        assertThat(output.out()).contains("folder[.] in 0.00 ms, to the same value\n");
    }

    @Test
    void print_listing_namesWhatCameAndWent() {
        FolderListing before = listing(Set.of("a.txt", "b.txt"), Set.of("x"));
        FolderListing after = listing(Set.of("b.txt", "c.txt"), Set.of("x", "y"));

        assertThat(after.differenceFrom(before, 5)).isEqualTo("new y/, c.txt; gone a.txt");
        assertThat(after.differenceFrom(before, 1)).isEqualTo("new y/ and 1 more; gone a.txt");
        assertThat(before.differenceFrom(FolderListing.unreadable("no"), 5)).isEqualTo("new x/, a.txt, b.txt");
        assertThat(FolderListing.unreadable("no").differenceFrom(before, 5)).isEqualTo("unreadable: no");
        assertThat(FolderListing.EMPTY.differenceFrom(FolderListing.unreadable("no"), 5))
                .isEqualTo("readable");

        Change change = new Change(atom("listing[.]"), before, after);
        print(0, List.of(new ChangeSet(1, "transaction", "main", 1_000, List.of(change), List.of())));
        assertThat(output.out()).contains("  listing[.]: new y/, c.txt; gone a.txt\n  recomputed 0 of 20 folders\n");
    }

    private static FolderListing listing(Set<String> files, Set<String> folders) {
        return new FolderListing(paths(files), paths(folders), "");
    }

    private static NavigableSet<TreePath> paths(Set<String> names) {
        return names.stream().map(Tree::path).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void print_nothingReadNorChanged_isSilent() {
        print(0, List.of());

        assertThat(output.out()).isEmpty();
    }
}
