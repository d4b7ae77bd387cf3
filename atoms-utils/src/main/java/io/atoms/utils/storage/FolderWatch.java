package io.atoms.utils.storage;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.LinkedHashSet;
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
    private final Duration pause;
    private final Look look;
    private final Consumer<Throwable> failed;
    private final @Nullable WatchService events;
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
                folder.register(events, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException | UnsupportedOperationException e) {
                failed.accept(e);
                events = null;
            }
        }
        FolderWatch watch =
                new FolderWatch(folder, events == null ? pause : pause.multipliedBy(5), look, failed, events);
        watch.thread.start();
        return watch;
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
            } catch (IOException | RuntimeException e) {
                if (!failing) {
                    failed.accept(e);
                }
                failing = true;
            }
        }
    }

    /** The names of changed files; null among them stands for all. */
    private Set<@Nullable String> await() throws InterruptedException {
        Set<@Nullable String> names = new LinkedHashSet<>();
        if (events == null) {
            if (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                names.add(null);
            }
            return names;
        }
        WatchKey key = events.poll(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (key == null) {
            names.add(null);
            return names;
        }
        for (WatchEvent<?> event : key.pollEvents()) {
            names.add(event.context() instanceof Path file ? file.toString() : null);
        }
        // Closing makes the key invalid, too.
        if (!key.reset() && closed.getCount() > 0) {
            throw new IllegalStateException("The folder " + folder + " is gone.");
        }
        return names;
    }

    void close() throws IOException {
        closed.countDown();
        if (events != null) {
            events.close();
        }
    }
}
