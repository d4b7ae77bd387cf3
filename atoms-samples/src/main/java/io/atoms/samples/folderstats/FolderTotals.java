package io.atoms.samples.folderstats;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The totals of a folder with everything in it: the value of the folder's derived atom.
 *
 * @param sum files, lines and bytes
 * @param extensions the same by extension
 * @param largest the largest files, the largest first
 * @param binaries how many files were left out as binary
 * @param problems what could not be read
 */
record FolderTotals(
        Sum sum, NavigableMap<String, Sum> extensions, List<LargeFile> largest, long binaries, List<Problem> problems) {

    /** Copies map and lists. */
    FolderTotals {
        extensions = Collections.unmodifiableNavigableMap(new TreeMap<>(extensions));
        largest = List.copyOf(largest);
        problems = List.copyOf(problems);
    }

    /** How much there is of something. */
    record Sum(long files, long lines, long bytes) {
        static final Sum ZERO = new Sum(0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(files + other.files, lines + other.lines, bytes + other.bytes);
        }

        Sum minus(Sum other) {
            return new Sum(files - other.files, lines - other.lines, bytes - other.bytes);
        }

        /** In the words of a report. */
        @Override
        public String toString() {
            return Text.count(files, "file") + ", " + Text.count(lines, "line") + ", " + Text.bytes(bytes);
        }
    }

    /** A file that may be among the largest. */
    record LargeFile(TreePath path, long lines, long bytes) {}

    /** A file or folder that could not be read, and why. */
    record Problem(TreePath path, String reason) {}
}
