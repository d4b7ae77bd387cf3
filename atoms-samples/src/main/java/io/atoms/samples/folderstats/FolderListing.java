package io.atoms.samples.folderstats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is in one folder: the value of the folder's listing atom. What git ignores is not in it, nor are symbolic links
 * and special files.
 *
 * @param files the files
 * @param folders the sub-folders
 * @param problem why it could not be listed; empty if it could
 */
record FolderListing(NavigableSet<TreePath> files, NavigableSet<TreePath> folders, String problem) {

    /** The value of a listing atom until the folder was listed. */
    static final FolderListing EMPTY = unreadable("");

    /** Copies the sets. */
    FolderListing {
        files = Collections.unmodifiableNavigableSet(new TreeSet<>(files));
        folders = Collections.unmodifiableNavigableSet(new TreeSet<>(folders));
    }

    static FolderListing unreadable(String problem) {
        return new FolderListing(Collections.emptyNavigableSet(), Collections.emptyNavigableSet(), problem);
    }

    /** Without the files that were gone when they were to be read. */
    FolderListing without(NavigableSet<TreePath> vanished) {
        NavigableSet<TreePath> remaining = new TreeSet<>(files);
        remaining.removeAll(vanished);
        return new FolderListing(remaining, folders, problem);
    }

    /** What came and went, in the words of a report, with at most so many names of each. */
    String differenceFrom(FolderListing before, int limit) {
        if (!problem.isEmpty()) {
            return "unreadable: " + problem;
        }
        List<String> parts = new ArrayList<>();
        addPart(parts, "new ", namesMissingFrom(before), limit);
        addPart(parts, "gone ", before.namesMissingFrom(this), limit);
        return parts.isEmpty() ? "readable" : String.join("; ", parts);
    }

    private static void addPart(List<String> parts, String title, List<String> names, int limit) {
        if (!names.isEmpty()) {
            parts.add(title + Text.list(names, limit));
        }
    }

    private List<String> namesMissingFrom(FolderListing other) {
        Stream<String> ofFolders = folders.stream()
                .filter(folder -> !other.folders.contains(folder))
                .map(folder -> folder.name() + "/");
        Stream<String> ofFiles =
                files.stream().filter(file -> !other.files.contains(file)).map(TreePath::name);
        return Stream.concat(ofFolders, ofFiles).toList();
    }
}
