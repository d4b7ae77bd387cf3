package io.atoms.utils.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A journal's file whose disk fails on demand. */
final class FaultyJournalFile extends JournalFile {

    /** What a disk does. */
    enum Fault {
        NONE,
        /** Each write stores half of its bytes and fails. */
        FULL,
        NOT_FORCED,
        NOT_READ
    }

    private final AtomicReference<Fault> fault;

    FaultyJournalFile(Path path, Use use, AtomicReference<Fault> fault) throws IOException {
        super(path, use);
        this.fault = fault;
    }

    @Override
    void put(long position, byte[] bytes, int from, int count) throws IOException {
        if (fault.get() == Fault.FULL) {
            super.put(position, bytes, from, count / 2);
            throw new IOException("No space left on device");
        }
        super.put(position, bytes, from, count);
    }

    @Override
    void fetch(long position, byte[] bytes, int from, int count) throws IOException {
        if (fault.get() == Fault.NOT_READ) {
            throw new IOException("Input/output error");
        }
        super.fetch(position, bytes, from, count);
    }

    @Override
    void force() throws IOException {
        if (fault.get() == Fault.NOT_FORCED) {
            throw new IOException("Input/output error");
        }
        super.force();
    }
}
