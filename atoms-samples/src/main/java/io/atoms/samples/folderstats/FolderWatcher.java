package io.atoms.samples.folderstats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the changes in a folder and the folders in it. A watch service follows single folders, so each one is
 * registered when a scan enters it; that is before it is listed, so no change is missed in between.
 *
 * <p><b>Threads.</b> For one thread at a time, but for {@link #close}.
 */
final class FolderWatcher implements ScanListener, AutoCloseable {

    /** A burst that never pauses is cut, so that a steady stream of changes is shown as it goes on. */
    private static final Duration LONGEST_BURST = Duration.ofSeconds(1);

    private final Path root;
    private final WatchService service;
    private final Duration pause;
    private final Consumer<String> warnings;
    /** Which folder a key is of. A folder that was moved keeps its key, and gets its new path when it is entered. */
    private final Map<WatchKey, TreePath> folders = new HashMap<>();
    /** The same the other way round. */
    private final Map<TreePath, WatchKey> keys = new HashMap<>();

    private boolean warned;

    /**
     * Makes a watcher of no folder yet.
     *
     * @param pause changes with less time between them are one burst
     * @param warnings is told once if a folder cannot be watched
     */
    FolderWatcher(Path root, Duration pause, Consumer<String> warnings) throws IOException {
        this.root = root;
        this.service = root.getFileSystem().newWatchService();
        this.pause = pause;
        this.warnings = warnings;
    }

    @Override
    public void entering(TreePath folder) {
        try {
            WatchKey key = folder.in(root)
                    .register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_DELETE,
                            StandardWatchEventKinds.ENTRY_MODIFY);
            follow(folder, key);
        } catch (IOException failure) {
            // Of a folder that is gone, or is a file by now, the folder above will tell.
            if (Files.isDirectory(folder.in(root), LinkOption.NOFOLLOW_LINKS)) {
                warn(folder, failure);
            }
        }
    }

    /** Waits for changes, and for a pause after them. */
    Burst take() throws InterruptedException {
        Burst burst = new Burst();
        long start = System.nanoTime();
        @Nullable WatchKey key = service.take();
        while (key != null) {
            collect(key, burst);
            boolean cut = System.nanoTime() - start > LONGEST_BURST.toNanos();
            key = cut ? null : service.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        return burst;
    }

    /** Stops following other folders. */
    void retain(Predicate<TreePath> retained) {
        keys.keySet().stream()
                .filter(retained.negate())
                .toList()
                .forEach(folder -> cancel(folder, keys.remove(folder)));
    }

    /** How many folders it follows. */
    int size() {
        return folders.size();
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    private void follow(TreePath folder, WatchKey key) {
        TreePath before = folders.put(key, folder);
        if (before != null && !before.equals(folder)) {
            keys.remove(before, key);
        }
        WatchKey replaced = keys.put(folder, key);
        if (!key.equals(replaced)) {
            cancel(folder, replaced);
        }
    }

    private void cancel(TreePath folder, @Nullable WatchKey key) {
        if (key != null && folders.remove(key, folder)) {
            key.cancel();
        }
    }

    private void collect(WatchKey key, Burst burst) {
        TreePath folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (folder != null) {
                burst.add(folder, event);
            }
        }
        if (!key.reset() && folder != null) {
            folders.remove(key);
            keys.remove(folder, key);
        }
    }

    private void warn(TreePath folder, IOException failure) {
        if (!warned) {
            warned = true;
            warnings.accept("cannot watch " + folder + ": " + FileReader.reason(failure)
                    + "; changes in this folder, and in others like it, are not seen");
        }
    }
}
