package io.atoms.samples.folderstats;

/** Reads again what a burst of changes may have touched, and no more. For one thread at a time. */
final class FolderRefresher {

    private final FolderModel model;
    private final FolderScanner scanner;

    FolderRefresher(FolderModel model, FolderScanner scanner) {
        this.model = model;
        this.scanner = scanner;
    }

    /** What is on the disk now, where the burst says that it may differ from the model. */
    FolderChanges refresh(Burst burst) {
        FolderChanges changes = new FolderChanges();
        burst.scans().stream()
                .filter(folder -> isListedFolder(folder, changes) && !isRead(folder, changes))
                .forEach(folder -> scanner.scan(folder, changes));
        burst.listings().stream()
                .filter(folder -> isListedFolder(folder, changes) && !isRead(folder, changes))
                .forEach(folder -> list(folder, burst, changes));
        burst.modified().forEach(path -> readModified(path, changes));
        return changes;
    }

    private void list(TreePath folder, Burst burst, FolderChanges changes) {
        FolderListing before = model.listing(folder);
        scanner.rescan(
                folder,
                path -> burst.created().contains(path)
                        || !(before.files().contains(path) || before.folders().contains(path)),
                changes);
    }

    private void readModified(TreePath path, FolderChanges changes) {
        FolderListing parent = listing(path.parent(), changes);
        if (parent.files().contains(path)) {
            if (!changes.files().containsKey(path)) {
                scanner.readFile(path, changes);
            }
        } else if (parent.folders().contains(path)
                && !listing(path, changes).problem().isEmpty()) {
            // Its permissions may have changed to the better.
            scanner.scan(path, changes);
        }
    }

    /** Whether the folder is there, by what was just read and else by the model. */
    private boolean isListedFolder(TreePath folder, FolderChanges changes) {
        return folder.isRoot() || listing(folder.parent(), changes).folders().contains(folder);
    }

    private FolderListing listing(TreePath folder, FolderChanges changes) {
        FolderListing read = changes.listings().get(folder);
        return read == null ? model.listing(folder) : read;
    }

    private static boolean isRead(TreePath folder, FolderChanges changes) {
        return changes.listings().containsKey(folder);
    }
}
