package io.atoms.utils.storage;

import io.atoms.utils.storage.Uninterrupted.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a folder: one process alone, or several that share it. Locks of the operating system on two bytes of the file
 * {@code .lock}, far behind its text: one says who has the folder open, the other is held while files of a
 * shared folder are written. They end with the process however it ends; the text, which names the last who opened it, is for messages only.
 *
 * <p>Such locks belong to a process, so this class keeps those of this process itself, by real path: a resource of the
 * process, not state. The map is guarded by itself. Closing any channel of the file may release all its locks on some systems, so there is one
 * channel for a folder and process.
 */
final class FolderLock {

    private static final Map<Path, FolderLock> OPEN = new HashMap<>();

    private static final long OPEN_BYTE = Long.MAX_VALUE - 3;
    private static final long WRITE_BYTE = Long.MAX_VALUE - 2;
    /** One millisecond, in nanoseconds. */
    private static final long ASK_AGAIN = 1_000_000;

    private final Path folder;
    private final FileChannel channel;
    private final boolean shared;
    /** How many storages of this process use it. Guarded by {@link #OPEN}. */
    private int users = 1;

    private final ReentrantLock writing = new ReentrantLock();

    private FolderLock(Path folder, FileChannel channel, boolean shared) {
        this.folder = folder;
        this.channel = channel;
        this.shared = shared;
    }

    static FolderLock open(Path given, boolean shared) throws IOException {
        Path folder = given.toRealPath();
        synchronized (OPEN) {
            FolderLock present = OPEN.get(folder);
            if (present != null) {
                if (!shared || !present.shared) {
                    throw inUse(given, "this process");
                }
                present.users++;
                return present;
            }
            FolderLock opened = openFirst(given, folder, shared);
            OPEN.put(folder, opened);
            return opened;
        }
    }

    private static FolderLock openFirst(Path given, Path folder, boolean shared) throws IOException {
        Path file = folder.resolve(".lock");
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS);
        boolean locked = false;
        try {
            locked = lock(channel, OPEN_BYTE, shared) != null;
            if (!locked) {
                throw inUse(given, LockOwner.of(Files.readString(file)));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(LockOwner.thisProcess().getBytes(StandardCharsets.UTF_8)), 0);
            return new FolderLock(folder, channel, shared);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static StorageException inUse(Path folder, String owner) {
        return Reports.notOpened(
                "The folder " + folder,
                "it is in use by " + owner + ". Close it there, or open it in both places with FileStorage.openShared.",
                null);
    }

    /** Does the work while nobody else writes. Waits for those who do. */
    <T> T whileWriting(Work<T, IOException> work) throws IOException {
        writing.lock();
        try {
            FileLock held = shared ? lockForWriting() : null;
            try {
                return work.run();
            } finally {
                if (held != null) {
                    held.release();
                }
            }
        } finally {
            writing.unlock();
        }
    }

    /** By asking again and again: an interrupt while waiting in the system would close the channel, and lose all locks. */
    private FileLock lockForWriting() throws IOException {
        while (true) {
            FileLock held = lock(channel, WRITE_BYTE, false);
            if (held != null) {
                return held;
            }
            LockSupport.parkNanos(ASK_AGAIN);
        }
    }

    /** Null if somebody else has it: another process, or this class loaded a second time in this one. */
    private static @Nullable FileLock lock(FileChannel channel, long position, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    void close() throws IOException {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(folder);
                channel.close();
            }
        }
    }
}
