package io.atoms.utils.storage;

import io.atoms.utils.storage.JournalFile.Use;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.Page;
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
 * last commits but two did not use is used again. Pages that are in use in chunks that are mostly unused are written again, see
 * {@link #tidy}. The way of MVStore to make a file smaller in place, {@code compactMoveChunks}, is not used: it overwrites what the last
 * commit needs, and fails its own assertions now and then; a copy takes the place of the file instead, see {@link #copy}.
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
    /** Nobody minds unused space in a file of this size, in bytes. */
    private static final long SMALL = 256 << 10;

    private final JournalFile file;
    private final MVStore store;
    private final MVMap<String, byte[]> values;
    private final MVMap<String, byte[]> aside;
    /** Bytes added since the last commit, while copying. */
    private long added;

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
        if (file.use() != Use.NEW) {
            checkFormat(store, file.use() == Use.RESCUE);
        }
        store.setVersionsToKeep(OLD_VERSIONS);
        store.setRetentionTime(0);
        MVMap.Builder<String, byte[]> maps =
                new MVMap.Builder<String, byte[]>().keyType(JournalTypes.KEY).valueType(JournalTypes.VALUE);
        this.values = store.openMap(VALUES, maps);
        this.aside = store.openMap(ASIDE, maps);
        if (file.use() == Use.NEW) {
            store.setStoreVersion(FORMAT);
        }
    }

    private static void checkFormat(MVStore store, boolean rescue) throws ForeignException {
        if (store.getStoreVersion() > FORMAT) {
            throw new ForeignException("it was written by a newer version of this library. Use that one.", null);
        }
        Set<String> maps = store.getMapNames();
        boolean ours = maps.contains(VALUES) || maps.contains(ASIDE) || store.getStoreVersion() == FORMAT;
        if (!ours && !maps.isEmpty()) {
            throw new ForeignException("it is a MVStore file of another program. Choose another file.", null);
        }
        if (!rescue && !maps.containsAll(Set.of(VALUES, ASIDE))) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "A map is missing");
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

    // ---- copying ----

    /** Whether at least half of a file that is not small is unused. */
    boolean isMostlyUnused() {
        int used = store.getFillRate() * store.getFileStore().getChunksFillRate() / 100;
        return file.size() > SMALL && used < FILL_RATE;
    }

    /**
     * Puts all that another journal has into this one.
     *
     * @param late whether to give up
     * @return whether it is complete
     */
    boolean copy(Journal other, BooleanSupplier late) throws IOException {
        return copy(other.values, values, late) && copy(other.aside, aside, late);
    }

    private boolean copy(MVMap<String, byte[]> from, MVMap<String, byte[]> to, BooleanSupplier late)
            throws IOException {
        try {
            Cursor<String, byte[]> entries = from.cursor(null);
            while (entries.hasNext()) {
                if (late.getAsBoolean()) {
                    return false;
                }
                String key = entries.next();
                add(to, key, entries.getValue());
            }
            return true;
        } catch (RuntimeException | AssertionError e) {
            throw translated(e);
        }
    }

    /** Puts what can be read of a damaged journal into this one, and tells how many values that were. */
    int takeOver(Journal damaged) throws IOException {
        takeOver(damaged.aside, aside);
        return takeOver(damaged.values, values);
    }

    private int takeOver(MVMap<String, byte[]> from, MVMap<String, byte[]> to) throws IOException {
        return takeOver(from.getRootPage(), to);
    }

    /** Page by page, so that one that can't be read costs only what is in it. */
    private int takeOver(Page<String, byte[]> from, MVMap<String, byte[]> to) throws IOException {
        int count = 0;
        if (from.isLeaf()) {
            for (; count < from.getKeyCount(); count++) {
                add(to, from.getKey(count), from.getValue(count));
            }
            return count;
        }
        for (int n = 0; n < from.getRawChildPageCount(); n++) {
            Page<String, byte[]> child;
            try {
                child = from.getChildPage(n);
            } catch (RuntimeException | AssertionError e) {
                continue; // What it had is still in the damaged file.
            }
            count += takeOver(child, to);
        }
        return count;
    }

    /** In commits of a bounded size, because nobody sees this journal before it is complete. */
    private void add(MVMap<String, byte[]> to, String key, byte[] bytes) throws IOException {
        to.put(key, bytes);
        added += bytes.length;
        if (added > REWRITE) {
            commit();
            added = 0;
        }
    }

    // ---- closing ----

    /** Closes it. If the disk fails, only the mark of a clean end is missing: all that was committed is safe. */
    void close() throws IOException {
        try {
            store.close(0);
        } catch (RuntimeException | AssertionError e) {
            store.closeImmediately();
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
