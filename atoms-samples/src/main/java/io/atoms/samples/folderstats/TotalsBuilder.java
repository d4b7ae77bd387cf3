package io.atoms.samples.folderstats;

import io.atoms.samples.folderstats.FolderTotals.LargeFile;
import io.atoms.samples.folderstats.FolderTotals.Problem;
import io.atoms.samples.folderstats.FolderTotals.Sum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Adds up files and sub-folders to the totals of one folder. For one use on one thread. */
final class TotalsBuilder {

    /** The larger first; among equals the order of the paths, so that equal folders have equal totals. */
    private static final Comparator<LargeFile> LARGEST_FIRST =
            Comparator.comparingLong(LargeFile::bytes).reversed().thenComparing(LargeFile::path);

    private final int top;
    /** The largest so far, the smallest of them at the head. */
    private final PriorityQueue<LargeFile> largest = new PriorityQueue<>(LARGEST_FIRST.reversed());

    private final NavigableMap<String, Sum> extensions = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private Sum sum = Sum.ZERO;
    private long binaries;

    /**
     * Makes empty totals.
     *
     * @param top how many of the largest files to keep
     */
    TotalsBuilder(int top) {
        this.top = top;
    }

    void addFile(TreePath path, FileFacts facts) {
        switch (facts.kind()) {
            case TEXT -> addText(path, facts);
            case BINARY -> binaries++;
            case UNREADABLE -> addProblem(path, facts.problem());
            // A listed file is written together with its listing, so this is a file of a commit still to come.
            case UNREAD -> {}
        }
    }

    void addFolder(FolderTotals totals) {
        sum = sum.plus(totals.sum());
        binaries += totals.binaries();
        problems.addAll(totals.problems());
        totals.extensions().forEach((extension, part) -> extensions.merge(extension, part, Sum::plus));
        totals.largest().forEach(this::offer);
    }

    void addProblem(TreePath path, String reason) {
        problems.add(new Problem(path, reason));
    }

    FolderTotals build() {
        List<LargeFile> files = new ArrayList<>(largest);
        files.sort(LARGEST_FIRST);
        return new FolderTotals(sum, extensions, files, binaries, problems);
    }

    private void addText(TreePath path, FileFacts facts) {
        Sum file = new Sum(1, facts.lines(), facts.bytes());
        sum = sum.plus(file);
        extensions.merge(path.extension(), file, Sum::plus);
        offer(new LargeFile(path, facts.lines(), facts.bytes()));
    }

    private void offer(LargeFile file) {
        largest.add(file);
        if (largest.size() > top) {
            largest.remove();
        }
    }
}
