package io.atoms.samples.folderstats;

import io.atoms.samples.folderstats.FolderTotals.Sum;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings the changes on the disk to the atoms and prints what each burst of them did. For one thread. */
final class WatchLoop {

    private final Path root;
    private final FolderModel model;
    private final FolderScanner scanner;
    private final FolderWatcher watcher;
    private final CommitLog log;
    private final BurstReport report;
    private final FolderRefresher refresher;

    WatchLoop(
            Path root,
            FolderModel model,
            FolderScanner scanner,
            FolderWatcher watcher,
            CommitLog log,
            BurstReport report) {
        this.root = root;
        this.model = model;
        this.scanner = scanner;
        this.watcher = watcher;
        this.log = log;
        this.report = report;
        this.refresher = new FolderRefresher(model, scanner);
    }

    /** Returns when the folder is gone. */
    void run() throws InterruptedException {
        while (true) {
            Burst burst = watcher.take();
            if (!Files.isDirectory(root)) {
                return;
            }
            report.print(follow(burst));
        }
    }

    private BurstReport.Outcome follow(Burst burst) {
        Sum before = model.totals(TreePath.ROOT).sum();
        long start = System.nanoTime();
        FolderChanges changes = refresher.refresh(burst);
        long read = System.nanoTime();
        model.apply(changes);
        long committed = System.nanoTime();
        watcher.retain(model::hasFolder);
        scanner.retain(model::hasFolder);
        Sum after = model.totals(TreePath.ROOT).sum();
        return new BurstReport.Outcome(
                changes.files().size(),
                log.drain(),
                read - start,
                committed - read,
                before,
                after,
                model.folderCount());
    }
}
