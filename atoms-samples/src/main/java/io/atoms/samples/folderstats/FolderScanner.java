package io.atoms.samples.folderstats;

import io.atoms.samples.gitignore.IgnoreRules;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads folders and files from the disk into {@link FolderChanges}, without what git ignores.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class FolderScanner {

    private final Path root;
    private final Disk disk;
    private final FileReader reader;
    private final IgnoreFiles ignores;
    private final ScanListener listener;

    FolderScanner(Path root, Disk disk, ScanListener listener) {
        this.root = root;
        this.disk = disk;
        this.reader = new FileReader(disk);
        this.ignores = new IgnoreFiles(root, disk);
        this.listener = listener;
    }

    /** Reads everything. */
    FolderChanges scan() {
        FolderChanges changes = new FolderChanges();
        scan(TreePath.ROOT, changes);
        return changes;
    }

    /** Reads a folder and everything in it. */
    void scan(TreePath folder, FolderChanges into) {
        // An own stack, not recursion: a file system may be deeper than the stack of a thread.
        Deque<TreePath> todo = new ArrayDeque<>();
        todo.push(folder);
        while (!todo.isEmpty()) {
            TreePath next = todo.pop();
            ignores.reload(next);
            FolderListing listing = readFolder(next, file -> true, into);
            if (listing != null) {
                listing.folders().forEach(todo::push);
            }
        }
    }

    /** Lists the folder again, and reads of its files and scans of its sub-folders those that are wanted. */
    void rescan(TreePath folder, Predicate<TreePath> wanted, FolderChanges into) {
        FolderListing listing = readFolder(folder, wanted, into);
        if (listing != null) {
            listing.folders().stream().filter(wanted).forEach(child -> scan(child, into));
        }
    }

    /** Reads one file; does nothing if it is gone, as its folder will then be listed again. */
    boolean readFile(TreePath file, FolderChanges into) {
        FileFacts facts = reader.read(file.in(root));
        if (facts == null) {
            return false;
        }
        into.files().put(file, facts);
        listener.read(file);
        return true;
    }

    /** Forgets what it knows of other folders. */
    void retain(Predicate<TreePath> folders) {
        ignores.retain(folders);
    }

    private @Nullable FolderListing readFolder(TreePath folder, Predicate<TreePath> wanted, FolderChanges into) {
        listener.entering(folder);
        FolderListing listing = list(folder);
        if (listing == null) {
            return null;
        }
        NavigableSet<TreePath> vanished = new TreeSet<>();
        listing.files().stream()
                .filter(wanted)
                .filter(file -> !readFile(file, into))
                .forEach(vanished::add);
        into.listings().put(folder, listing.without(vanished));
        return listing;
    }

    /** What is in the folder; null if it is gone, as the folder above will then be listed again. */
    private @Nullable FolderListing list(TreePath folder) {
        IgnoreRules rules = ignores.rules(folder);
        NavigableSet<TreePath> files = new TreeSet<>();
        NavigableSet<TreePath> folders = new TreeSet<>();
        try {
            for (Disk.Entry entry : disk.list(folder.in(root))) {
                TreePath path = folder.child(entry.name());
                boolean counts = entry.isFile() || entry.isFolder();
                if (counts && !rules.ignores(ignores.fromTop(path), entry.isFolder())) {
                    (entry.isFolder() ? folders : files).add(path);
                }
            }
            return new FolderListing(files, folders, "");
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return null;
        } catch (IOException failure) {
            return FolderListing.unreadable(FileReader.reason(failure));
        }
    }
}
