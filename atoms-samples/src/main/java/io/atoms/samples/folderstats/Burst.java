package io.atoms.samples.folderstats;

import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The changes on the disk that came close together, sorted by what has to be read again. For one thread at a time.
 */
final class Burst {

    private final NavigableSet<TreePath> scans = new TreeSet<>();
    private final NavigableSet<TreePath> listings = new TreeSet<>();
    private final NavigableSet<TreePath> created = new TreeSet<>();
    private final NavigableSet<TreePath> modified = new TreeSet<>();

    /** Adds an event of the watched folder. */
    void add(TreePath folder, WatchEvent<?> event) {
        if (event.context() instanceof Path name) {
            add(folder, name, event.kind());
        } else {
            // OVERFLOW has no context: events were lost, so everything in the folder may have changed.
            scans.add(folder);
        }
    }

    private void add(TreePath folder, Path name, WatchEvent.Kind<?> kind) {
        TreePath path = folder.child(name);
        if (path.name().equals(".gitignore")) {
            // Other rules may leave out, or take back in, anything below.
            scans.add(folder);
        } else if (kind == StandardWatchEventKinds.ENTRY_MODIFY) {
            modified.add(path);
        } else {
            listings.add(folder);
            if (kind == StandardWatchEventKinds.ENTRY_CREATE) {
                created.add(path);
            }
        }
    }

    /** Folders to read with everything in them; the outer before the inner, as in all of these. */
    NavigableSet<TreePath> scans() {
        return Collections.unmodifiableNavigableSet(scans);
    }

    /** Folders to list again, because something came or went. */
    NavigableSet<TreePath> listings() {
        return Collections.unmodifiableNavigableSet(listings);
    }

    /** What was made, or made anew under an old name. */
    NavigableSet<TreePath> created() {
        return Collections.unmodifiableNavigableSet(created);
    }

    /** What was written to, or got other permissions. */
    NavigableSet<TreePath> modified() {
        return Collections.unmodifiableNavigableSet(modified);
    }
}
