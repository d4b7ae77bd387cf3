package io.atoms.utils.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * The file of a journal, as MVStore uses it. MVStore's own way to a file is a {@link java.nio.channels.FileChannel},
 * which is closed when a thread that uses it is interrupted; a {@link RandomAccessFile} is not.
 *
 * <p>Errors of the disk are told from damage: the first one is kept, because MVStore, when it opens a file, takes what it
 * can't read for what is not there.
 *
 * <p><b>Threads.</b> Any. The file has one position, so seeking and what follows are done under the file's monitor.
 */
class JournalFile extends RandomAccessStore {

    /** Java copies what is read and written to memory outside of its heap, so it is done in pieces; in bytes. */
    private static final int PIECE = 1 << 20;

    /** Chunks begin at multiples of it, in bytes. */
    private static final int BLOCK = 4096;

    private final Use use;
    private final RandomAccessFile file;

    @SuppressWarnings("UnusedVariable") // it holds until the file is closed
    private final @Nullable FileLock lock;

    /** Bytes written since {@link #forgetWritten}. Used by one thread at a time, the one that writes. */
    private long written;

    private volatile @Nullable IOException failure;

    /** How a journal opens its file; tests put other files in. */
    interface Opener {
        JournalFile open(Path path, Use use) throws IOException;
    }

    /** For what a file is opened. */
    enum Use {
        /** To be made; there is no such file, or an empty one. */
        NEW,
        /** To go on with what is in it. */
        WRITE,
        /** To read what can still be read of a damaged one. */
        RESCUE
    }

    JournalFile(Path path, Use use) throws IOException {
        super(config(use));
        this.use = use;
        file = new RandomAccessFile(path.toFile(), use == Use.RESCUE ? "r" : "rw");
        boolean opened = false;
        try {
            lock = use == Use.RESCUE ? null : lock(file);
            init(path.toString(), use == Use.RESCUE);
            setSize(file.length());
            opened = true;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static Map<String, Object> config(Use use) {
        Map<String, Object> config = new HashMap<>();
        if (use == Use.RESCUE) {
            config.put("recoveryMode", 1);
        }
        return config;
    }

    /** Keeps out other programs that use MVStore; {@link OwnerLock} keeps out those that use this class. */
    private static FileLock lock(RandomAccessFile file) throws IOException {
        FileLock lock;
        try {
            lock = file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            throw new InUseException(e);
        }
        if (lock == null) {
            throw new InUseException(null);
        }
        return lock;
    }

    /** Another program has locked the file. */
    static final class InUseException extends IOException {
        private static final long serialVersionUID = 1L;

        InUseException(@Nullable Throwable cause) {
            super("another program has locked it", cause);
        }
    }

    // ---- what tests replace ----

    /** Writes to the file itself. */
    void put(long position, byte[] bytes, int from, int count) throws IOException {
        file.seek(position);
        file.write(bytes, from, count);
    }

    /** Reads from the file itself. */
    void fetch(long position, byte[] bytes, int from, int count) throws IOException {
        file.seek(position);
        file.readFully(bytes, from, count);
    }

    /** Returns when everything written is on the disk. */
    void force() throws IOException {
        file.getFD().sync();
    }

    // ---- for the journal ----

    /** Throws the first error of the disk. */
    void checkDisk() throws IOException {
        IOException first = failure;
        if (first != null) {
            throw new IOException(first.getMessage(), first);
        }
    }

    long written() {
        return written;
    }

    void forgetWritten() {
        written = 0;
    }

    Use use() {
        return use;
    }

    // ---- opening ----

    @Override
    protected void initializeStoreHeader(long time) {
        if (use != Use.NEW) {
            throw damaged("The file is empty");
        }
        super.initializeStoreHeader(time);
    }

    /**
     * MVStore goes back to any older version, or none, if the newest is not whole, and tells nobody. That is right for what was being
     * written when the process ended, but not for a version that the header knows of, which is written after it.
     */
    @Override
    protected void readStoreHeader(boolean recoveryMode) {
        if (use == Use.RESCUE) {
            readNewest();
            return;
        }
        super.readStoreHeader(recoveryMode);
        long known = DataUtils.readHexLong(getStoreHeader(), "version", 0);
        if (lastChunk == null || lastChunkVersion() < known) {
            throw damaged("Of version " + known + " something is missing");
        }
    }

    /** Uses the newest version whose list of chunks can be read, even if chunks are missing. */
    private void readNewest() {
        List<SFChunk> found = new ArrayList<>();
        for (long block = 2; block < size() / BLOCK; block++) {
            SFChunk chunk = readChunkHeaderOptionally(block);
            if (chunk != null) {
                found.add(chunk);
            }
        }
        found.sort(Comparator.comparingLong((SFChunk chunk) -> chunk.version).reversed());
        for (SFChunk chunk : found) {
            try {
                setLastChunk(chunk);
                getChunksFromLayoutMap().forEach(listed -> {});
                return;
            } catch (RuntimeException | AssertionError e) {
                // Then an older one.
            }
        }
        throw damaged("No version can be read");
    }

    private static MVStoreException damaged(String message) {
        return DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, message);
    }

    // ---- for MVStore ----

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int count) {
        if (position < 0 || count < 0 || position + count > size()) {
            throw DataUtils.newMVStoreException(
                    DataUtils.ERROR_READING_FAILED,
                    "Reading {0} bytes at {1}, beyond the end at {2}",
                    count,
                    position,
                    size(),
                    new EOFException());
        }
        byte[] bytes = new byte[count];
        try {
            synchronized (file) {
                for (int from = 0; from < count; from += PIECE) {
                    fetch(position + from, bytes, from, Math.min(PIECE, count - from));
                }
            }
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_READING_FAILED, e);
        }
        readCount.incrementAndGet();
        readBytes.addAndGet(count);
        return ByteBuffer.wrap(bytes);
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
        int count = source.remaining();
        byte[] bytes = source.array();
        int begin = source.arrayOffset() + source.position();
        setSize(Math.max(size(), position + count));
        try {
            synchronized (file) {
                for (int from = 0; from < count; from += PIECE) {
                    put(position + from, bytes, begin + from, Math.min(PIECE, count - from));
                }
            }
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        }
        source.position(source.limit());
        written += count;
        writeCount.incrementAndGet();
        writeBytes.addAndGet(count);
    }

    @Override
    public void sync() {
        try {
            force();
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        }
    }

    @Override
    protected void truncate(long size) {
        try {
            synchronized (file) {
                file.setLength(size);
            }
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        }
        setSize(Math.min(size(), size));
    }

    private RuntimeException failed(int code, IOException e) {
        if (failure == null) {
            failure = e;
        }
        return DataUtils.newMVStoreException(code, "{0}: {1}", getFileName(), e.getMessage(), e);
    }

    /** Closes the file, whatever state it is in. MVStore's own part of it is closed by the journal. */
    void closeFile() throws IOException {
        file.close();
    }

    @Override
    public void open(String name, boolean readOnly, char[] encryptionKey) {
        throw new UnsupportedOperationException("it is open from the beginning");
    }

    @Override
    public JournalFile open(String name, boolean readOnly) {
        throw new UnsupportedOperationException("it is open from the beginning");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("nobody needs it");
    }
}
