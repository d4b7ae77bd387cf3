package io.atoms.samples.folderstats;

import io.atoms.inspect.Change;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.Recompute;
import io.atoms.samples.folderstats.FolderTotals.Sum;
import java.io.PrintStream;
import java.util.List;

/** Prints what a burst of changes on the disk did to the atoms. */
final class BurstReport {

    private static final int SHOWN = 10;

    private final PrintStream out;

    BurstReport(PrintStream out) {
        this.out = out;
    }

    /**
     * What happened.
     *
     * @param filesRead how many files were read again
     * @param commits what the store did
     * @param readNanos how long the disk was read
     * @param commitNanos how long the write to the store took, recomputes included
     * @param before the totals before
     * @param after the totals after
     * @param folders how many folders there are
     */
    record Outcome(
            int filesRead,
            List<ChangeSet> commits,
            long readNanos,
            long commitNanos,
            Sum before,
            Sum after,
            int folders) {}

    void print(Outcome outcome) {
        if (!outcome.commits().isEmpty()) {
            outcome.commits().forEach(commit -> print(commit, outcome.folders()));
            line("  took " + Text.millis(outcome.commitNanos()) + ", after " + Text.millis(outcome.readNanos())
                    + " to read " + Text.count(outcome.filesRead(), "file"));
            line("  now " + outcome.after() + difference(outcome.before(), outcome.after()));
        } else if (outcome.filesRead() > 0) {
            line(Text.count(outcome.filesRead(), "file") + " read again, nothing changed: no atom was recomputed");
        }
    }

    private void print(ChangeSet commit, int folders) {
        line(Text.count(commit.changes().size(), "atom") + " changed");
        for (Change change :
                commit.changes().subList(0, Math.min(SHOWN, commit.changes().size()))) {
            line("  " + change.atom() + ": " + difference(change));
        }
        if (commit.changes().size() > SHOWN) {
            line("  and " + Text.number(commit.changes().size() - SHOWN) + " more");
        }
        List<String> runs = commit.recomputes().stream().map(BurstReport::run).toList();
        line("  recomputed " + runs.size() + " of " + Text.count(folders, "folder")
                + (runs.isEmpty() ? "" : ": " + Text.list(runs, SHOWN)));
    }

    private static String difference(Change change) {
        if (change.previous() instanceof FolderListing before && change.current() instanceof FolderListing after) {
            return after.differenceFrom(before, SHOWN);
        }
        return change.previous() + " -> " + change.current();
    }

    private static String run(Recompute run) {
        return run.atom() + " in " + Text.millis(run.nanos()) + (run.changed() ? "" : ", to the same value");
    }

    private static String difference(Sum before, Sum after) {
        Sum grown = after.minus(before);
        return grown.equals(Sum.ZERO)
                ? ""
                : " (" + Text.signed(grown.files()) + " files, " + Text.signed(grown.lines()) + " lines, "
                        + Text.signed(grown.bytes()) + " bytes)";
    }

    private void line(String text) {
        out.println(Text.printable(text));
    }
}
