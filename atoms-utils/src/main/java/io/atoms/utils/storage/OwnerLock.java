package io.atoms.utils.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds a lock file: one owner at a time, in this process and among all. The lock is one of the operating system, so it ends
 * with the process however it ends. The text in the file names who has it, or who had it last; it is for messages only.
 *
 * <p>Locks of the operating system belong to a process, and on some systems all of a file end when any handle of it is
 * closed. So what this process holds is known here, a resource of the process, and such a file is not opened again.
 *
 * <p><b>Threads.</b> Any; guarded by {@link #HELD}. A {@link RandomAccessFile} is used because interrupts don't close it.
 */
final class OwnerLock implements AutoCloseable {

    /** The texts of the locks that this process holds. */
    private static final Map<Path, String> HELD = new HashMap<>();
    /** The byte that is locked, far behind the text, because on some systems nobody can read what is locked. */
    private static final long BYTE = Long.MAX_VALUE - 3;

    private final Path path;
    private final RandomAccessFile file;
    private final String text = LockOwner.thisProcess();

    private OwnerLock(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Somebody else has the lock. */
    static final class OwnedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String owner;

        OwnedException(String owner) {
            super("in use by " + owner);
            this.owner = owner;
        }

        /** Who, in words. */
        String owner() {
            return owner;
        }
    }

    /**
     * Takes the lock.
     *
     * @param path the lock file, in a folder without symbolic links; it is made if it is missing, and stays
     */
    static OwnerLock acquire(Path path) throws IOException {
        synchronized (HELD) {
            String holder = HELD.get(path);
            if (holder != null) {
                throw new OwnedException("this process, " + holder);
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new IOException(path + " is not a file");
            }
            OwnerLock lock = new OwnerLock(path, new RandomAccessFile(path.toFile(), "rw"));
            boolean locked = false;
            try {
                lock.lock();
                locked = true;
            } finally {
                if (!locked) {
                    lock.file.close();
                }
            }
            HELD.put(path, lock.text);
            return lock;
        }
    }

    private void lock() throws IOException {
        try {
            if (file.getChannel().tryLock(BYTE, 1, false) == null) {
                throw new OwnedException(textOfOwner());
            }
        } catch (OverlappingFileLockException e) {
            throw new OwnedException("this process, by another class loader");
        }
        try {
            file.setLength(0);
            file.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The disk is full: the text is a courtesy, the lock is what counts.
        }
    }

    private String textOfOwner() throws IOException {
        byte[] bytes = new byte[(int) Math.min(file.length(), 1000)];
        file.seek(0);
        file.readFully(bytes);
        return LockOwner.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Gives the lock back. The file stays: who deleted it might delete that of the next owner. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (HELD.remove(path) != null) {
                file.close();
            }
        }
    }
}
