package io.atoms.samples.folderstats;

import io.atoms.AtomStore;
import io.atoms.samples.SampleContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts the files, lines and bytes of a folder, and follows its changes if asked to.
 *
 * <p><b>Errors.</b> A folder that cannot be counted at all gives a message and {@link #USAGE}. A file or folder in it
 * that cannot be read is listed, the rest is counted, and the result is {@link #INCOMPLETE}.
 */
public final class FolderStats {

    /** The exit code when everything was counted. */
    public static final int COMPLETE = 0;

    /** The exit code when something could not be read or followed. */
    public static final int INCOMPLETE = 1;

    /** The exit code when there is nothing to count; that of bad options, too. */
    public static final int USAGE = 2;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final SampleContext context;
    private final Disk disk;

    /** Makes the program in the given surroundings. */
    public FolderStats(SampleContext context) {
        this(context, Disk.REAL);
    }

    FolderStats(SampleContext context, Disk disk) {
        this.context = context;
        this.disk = disk;
    }

    /**
     * What to do.
     *
     * @param folder the folder to count, absolute or from the current folder
     * @param top how many of the largest files to name
     * @param watch whether to follow changes until the thread is interrupted or the folder is gone
     */
    public record Options(Path folder, int top, boolean watch) {}

    /** Runs to the end and returns the exit code. */
    public int run(Options options) {
        Path folder = context.currentFolder().resolve(options.folder()).normalize();
        Optional<String> refusal = refusal(folder);
        if (refusal.isPresent()) {
            message(refusal.get());
            return USAGE;
        }
        CommitLog log = new CommitLog();
        try (AtomStore store =
                        AtomStore.builder().name("folder-stats").observer(log).build();
                FolderModel model = new FolderModel(store, options.top())) {
            Path root = folder.toRealPath();
            return options.watch() ? watch(root, model, log) : count(root, model);
        } catch (IOException failure) {
            message("cannot use " + folder + ": " + FileReader.reason(failure));
            return INCOMPLETE;
        }
    }

    private static Optional<String> refusal(Path folder) {
        if (Files.isDirectory(folder)) {
            return Optional.empty();
        }
        // A link that leads nowhere exists for nobody who follows it.
        return Optional.of(Files.exists(folder) ? "not a folder: " + folder : "no such folder: " + folder);
    }

    private int count(Path root, FolderModel model) {
        ProgressLine progress = progress();
        fill(model, new FolderScanner(root, disk, progress), progress);
        return report(root, model);
    }

    private int watch(Path root, FolderModel model, CommitLog log) throws IOException {
        ProgressLine progress = progress();
        try (FolderWatcher watcher = new FolderWatcher(root, PAUSE, this::message)) {
            FolderScanner scanner = new FolderScanner(root, disk, watcher.and(progress));
            fill(model, scanner, progress);
            int code = report(root, model);
            log.drain();
            message("watching " + Text.count(watcher.size(), "folder") + ", Ctrl+C ends it");
            new WatchLoop(root, model, scanner, watcher, log, new BurstReport(context.out())).run();
            message("the folder is gone: " + root);
            return Math.max(code, INCOMPLETE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return report(model);
        }
    }

    private static void fill(FolderModel model, FolderScanner scanner, ProgressLine progress) {
        try (progress) {
            model.apply(scanner.scan());
        }
    }

    private int report(Path root, FolderModel model) {
        new TotalsReport(context.out()).print(root, model);
        return report(model);
    }

    private int report(FolderModel model) {
        int problems = model.totals(TreePath.ROOT).problems().size();
        if (problems > 0) {
            message(Text.count(problems, "path") + " could not be read, the totals are without them");
            return INCOMPLETE;
        }
        return COMPLETE;
    }

    private ProgressLine progress() {
        return new ProgressLine(context.err(), context.interactive(), System::nanoTime);
    }

    private void message(String text) {
        context.err().println("folder-stats: " + Text.printable(text));
    }
}
