package io.atoms.utils.storage;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks into a folder when the system says that a file has changed there, and once in a while in any case:
 * not all file systems tell, and none tells everything under load.
 */
final class FolderWatch {

    private final Path folder;
    /** Between two looks at all files. */
    private final Duration pause;

    private final Look look;
    private final Consumer<Throwable> failed;
    private final @Nullable WatchService events;
    /** The folder that is watched, which may have been moved away, and another one be in its place. Confined to the thread. */
    private @Nullable Object watched;
    /** How often in turn there was nothing new. Confined to the thread. */
    private int quiet;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private FolderWatch(
            Path folder, Duration pause, Look look, Consumer<Throwable> failed, @Nullable WatchService events) {
        this.folder = folder;
        this.pause = pause;
        this.look = look;
        this.failed = failed;
        this.events = events;
        this.thread = new Thread(this::run, "atoms-storage-watch " + folder.getFileName());
        thread.setDaemon(true);
    }

    /** Looks at the file of that name, or at all for null. */
    interface Look {
        void at(@Nullable String file) throws IOException;
    }

    /**
     * @param useEvents whether to ask the system
     * @param pause between two looks at all files, if the system does not tell; five times as long if it does
     */
    static FolderWatch start(Path folder, boolean useEvents, Duration pause, Look look, Consumer<Throwable> failed) {
        WatchService events = null;
        if (useEvents) {
            try {
                events = folder.getFileSystem().newWatchService();
                register(folder, events);
            } catch (IOException | UnsupportedOperationException e) {
                failed.accept(e);
                events = null;
            }
        }
        FolderWatch watch = new FolderWatch(folder, pause, look, failed, events);
        watch.thread.start();
        return watch;
    }

    private static void register(Path folder, WatchService events) throws IOException {
        folder.register(events, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    }

    private @Nullable Object fileKey() throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    }

    private void run() {
        boolean failing = false;
        while (closed.getCount() > 0) {
            try {
                for (String file : await()) {
                    look.at(file);
                }
                failing = false;
            } catch (ClosedWatchServiceException | InterruptedException e) {
                return;
            } catch (Throwable e) { // also what listeners throw, who must not end this thread
                if (!failing) {
                    failed.accept(e);
                }
                failing = true;
            }
        }
    }

    /** The names of changed files; null among them stands for all. */
    private Set<@Nullable String> await() throws InterruptedException, IOException {
        Set<@Nullable String> names = new LinkedHashSet<>();
        if (events == null) {
            if (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                names.add(null);
            }
            return names;
        }
        WatchKey key = events.poll(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (key == null) {
            Object now = fileKey();
            quiet = (quiet + 1) % 5;
            if (!Objects.equals(watched, now)) {
                register(folder, events);
                watched = now;
                names.add(null);
            } else if (quiet == 0) {
                names.add(null);
            }
            return names;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
            names.add(event.context() instanceof Path file ? file.toString() : null);
        }
        key.reset();
        return names;
    }

    void close() throws IOException {
        closed.countDown();
        if (events != null) {
            events.close();
        }
    }
}
