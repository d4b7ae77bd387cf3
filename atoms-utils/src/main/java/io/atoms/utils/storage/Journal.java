package io.atoms.utils.storage;

import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * An open journal: a MVStore with two maps of keys and bytes, the values and what was set aside. What is put becomes safe by
 * {@link #commit}. After any exception of a method that writes the journal must be {@linkplain #abandon abandoned}: then it
 * is as it was at the last commit.
 *
 * <p><b>Whole commits.</b> MVStore commits on its own after a time, and when much memory is unsaved. Both are switched off, the
 * first by {@code autoCommitDisabled}, the second by a buffer of no size, see {@code MVStore.needStore} [1]. A commit writes one
 * chunk, which begins and ends with its checksums; when a file is opened that was not closed, the newest chunk that is whole
 * and lacks nothing it refers to is the one that counts, see {@code RandomAccessStore.readStoreHeader}.
 *
 * <p><b>Space.</b> MVStore keeps what is no longer used for 45 seconds, because it does not know when writes have reached
 * the disk. Here each commit is forced to the disk before the next one begins, so the time is zero: the space of what the
 * last commits but two did not use is used again. Pages that are in use in a chunk that is mostly unused
 * are moved, see {@link #tidy}.
 *
 * <p><b>Threads.</b> One that writes, or several that read; see the locks of {@link JournalStorage}.
 *
 * <p>[1] H2 2.4.240, https://github.com/h2database/h2database, package org.h2.mvstore
 */
final class Journal {

    /** The version of what is in the maps. */
    private static final int FORMAT = 1;

    private static final String VALUES = "atoms.values";
    private static final String ASIDE = "atoms.aside";

    /** Old versions that MVStore keeps, for when the end of the file is cut off. */
    private static final int OLD_VERSIONS = 2;
    /** Below this percentage of used bytes a chunk is rewritten. */
    private static final int FILL_RATE = 50;
    /** How much is rewritten at once, in bytes. */
    private static final int REWRITE = 8 << 20;
    /** Nothing is moved before so many bytes were written. */
    private static final long TIDY_AFTER = 4 << 20;

    private final JournalFile file;
    private final MVStore store;
    private final MVMap<String, byte[]> values;
    private final MVMap<String, byte[]> aside;

    /** The file can't be read, or not as a whole, and not because of the disk. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The file is one that must not be touched, and why. */
    static final class ForeignException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String why;

        ForeignException(String why, @Nullable Throwable cause) {
            super(why, cause);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private Journal(JournalFile file, MVStore store) throws ForeignException {
        this.file = file;
        this.store = store;
        checkFormat(store);
        store.setVersionsToKeep(OLD_VERSIONS);
        store.setRetentionTime(0);
        MVMap.Builder<String, byte[]> maps =
                new MVMap.Builder<String, byte[]>().keyType(JournalTypes.KEY).valueType(JournalTypes.VALUE);
        this.values = store.openMap(VALUES, maps);
        this.aside = store.openMap(ASIDE, maps);
        if (store.getStoreVersion() == 0 && !store.getFileStore().isReadOnly()) {
            store.setStoreVersion(FORMAT);
        }
    }

    private static void checkFormat(MVStore store) throws ForeignException {
        if (store.getStoreVersion() > FORMAT) {
            throw new ForeignException("it was written by a newer version of this library. Use that one.", null);
        }
        if (!store.hasMap(VALUES) && !store.getMapNames().isEmpty()) {
            throw new ForeignException("it is a MVStore file of another program. Choose another file.", null);
        }
    }

    // ---- opening ----

    /** Opens what is in the file; if it throws, the file is closed. */
    static Journal open(JournalFile file) throws IOException {
        boolean opened = false;
        MVStore store = null;
        try {
            store = new MVStore.Builder()
                    .fileStore(file)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            // What could not be read may have been taken for not being there.
            file.checkDisk();
            Journal journal = new Journal(file, store);
            file.checkDisk();
            opened = true;
            return journal;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            file.checkDisk();
            if (e instanceof MVStoreException mv && mv.getErrorCode() == DataUtils.ERROR_UNSUPPORTED_FORMAT) {
                throw new ForeignException("it was written by a newer version of MVStore. Use that one.", e);
            }
            throw new DamagedException(e);
        } finally {
            if (!opened) {
                if (store != null) {
                    store.closeImmediately();
                }
                file.closeFile();
            }
        }
    }

    // ---- reading ----

    byte @Nullable [] get(String key) throws IOException {
        try {
            return values.get(key);
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    Set<String> keys() throws IOException {
        try {
            return new TreeSet<>(values.keySet());
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    byte @Nullable [] getAside(String place) throws IOException {
        try {
            return aside.get(place);
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    Set<String> keysAside() throws IOException {
        try {
            return new TreeSet<>(aside.keySet());
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    // ---- writing ----

    void put(String key, byte @Nullable [] bytes) throws IOException {
        try {
            if (bytes == null) {
                values.remove(key);
            } else {
                values.put(key, bytes);
            }
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    void putAside(String place, byte[] bytes) throws IOException {
        try {
            aside.put(place, bytes);
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    /** Makes safe what was put since the last time, as a whole. */
    void commit() throws IOException {
        try {
            store.commit();
            store.sync();
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    /**
     * Moves what is in use out of chunks that are mostly unused, a bounded part, once in a while: when as much was written as
     * a quarter of the file has. So the file stays within a few times the size of what is in use.
     */
    void tidy() throws IOException {
        if (file.written() > TIDY_AFTER + file.size() / 4) {
            try {
                store.compact(FILL_RATE, REWRITE);
            } catch (RuntimeException | AssertionError e) {
                throw translated(e);
            }
            commit();
            file.forgetWritten();
        }
    }

    /** Puts what can be read of a damaged journal into this one, and tells how many values that were. */
    int takeOver(Journal damaged) throws IOException {
        int count = takeOver(damaged.values, values);
        takeOver(damaged.aside, aside);
        return count;
    }

    private int takeOver(MVMap<String, byte[]> from, MVMap<String, byte[]> to) throws IOException {
        int count = 0;
        try {
            var entries = from.cursor(null);
            long uncommitted = 0;
            while (entries.hasNext()) {
                String key = entries.next();
                byte[] bytes = entries.getValue();
                to.put(key, bytes);
                count++;
                uncommitted += bytes.length;
                if (uncommitted > REWRITE) {
                    commit();
                    uncommitted = 0;
                }
            }
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            // What comes after this can't be read. It is still in the damaged file.
        }
        return count;
    }

    // ---- closing ----

    /** Closes it, after making the file smaller for about the given time, in milliseconds. */
    void close(int compacting) throws IOException {
        try {
            store.close(compacting);
        } catch (RuntimeException | AssertionError e) {
            store.closeImmediately();
            // An interrupt ends the compacting; all was safe before.
            if (find(InterruptedException.class, e) == null) {
                throw translated(e);
            }
        } finally {
            file.closeFile();
        }
    }

    /** Closes it without writing anything. */
    void abandon() {
        store.closeImmediately();
        try {
            file.closeFile();
        } catch (IOException e) {
            // It was written to no avail already.
        }
    }

    // ---- errors ----

    /** Of MVStore's exceptions makes those of the disk, and damage. */
    private static IOException translated(Throwable error) {
        IOException disk = find(IOException.class, error);
        if (disk != null && !(disk instanceof EOFException)) {
            return new IOException(disk.getMessage(), error);
        }
        if (disk != null || (error instanceof MVStoreException mv && isDamage(mv.getErrorCode()))) {
            return new DamagedException(error);
        }
        return new IOException("MVStore failed: " + error.getMessage(), error);
    }

    private static boolean isDamage(int code) {
        return code == DataUtils.ERROR_FILE_CORRUPT
                || code == DataUtils.ERROR_CHUNK_NOT_FOUND
                || code == DataUtils.ERROR_SERIALIZATION;
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
