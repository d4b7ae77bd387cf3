package io.atoms.utils.storage;

import io.atoms.utils.storage.Journal.DamagedException;
import io.atoms.utils.storage.Journal.ForeignException;
import io.atoms.utils.storage.JournalFile.Use;
import io.atoms.utils.storage.OwnerLock.OwnedException;
import io.atoms.utils.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * One database file for many keys, large values, and values that belong together: what one commit wrote is stored whole or
 * not at all. The database is the MVStore of H2.
 *
 * <pre>{@code
 * try (AtomStore store = AtomStore.create();
 *         Storage journal = JournalStorage.open(Path.of("data/shop.mv"))) {
 *     store.set(Storage.CURRENT, journal);
 *     store.transaction(tx -> { // stored as one
 *         tx.set(stock.value(), 9);
 *         tx.set(sold.value(), 1);
 *     });
 * }
 * }</pre>
 *
 * <p><b>Rules.</b> A write is one commit of the database, forced to the disk before it returns. It may have 1 GiB in all. Keys are any text. The
 * file, and its folder, are made if they are missing; a symbolic link to a file is followed. Space that is no longer used is used
 * again, and closing makes the file smaller for about half a second, by the clock of {@link StorageOptions#scheduler}. There are no backups of single values: the database never
 * overwrites one that is in use.
 *
 * <table>
 * <caption>Files beside {@code shop.mv}</caption>
 * <tr><td>{@code shop.mv.lock}</td><td>who has it open, or had it last; it stays</td></tr>
 * <tr><td>{@code shop.mv.new}</td><td>a new file that is being made</td></tr>
 * <tr><td>{@code shop.mv.damaged-20261121T101500-1}</td><td>a file that was set aside; nothing reads or deletes it</td></tr>
 * </table>
 *
 * <p><b>Damage.</b> If the end of the file is missing, the newest commit that is whole counts. A file that can't be read is set aside
 * under another name, and the values that can still be read are taken over into a new one; that is reported as {@link
 * StorageException.Kind#DAMAGED}. A single value that is damaged is moved within the file, to be got by {@link #readAside}.
 *
 * <p><b>Processes.</b> One at a time. Locks of network file systems are often not to be trusted.
 *
 * <p><b>Threads.</b> Any. Those that read go on together and wait for one that writes. Interrupting a thread does not disturb what it
 * reads and writes here.
 *
 * <p><b>Errors.</b> See {@link Storage} and {@link StorageAtom}. {@code open} throws a {@link StorageException} of the kind {@link
 * StorageException.Kind#NOT_OPENED} if the file is in use, is not one of this class or of a newer version, or can't be read and
 * written for reasons of the disk or of permissions; then it is left as it is. After a failed write, of which nothing is stored,
 * the file is opened again by the next access.
 *
 * @see <a href="https://www.h2database.com/html/mvstore.html">MVStore</a>
 */
public final class JournalStorage extends Storage {

    /** How long closing may take to make the file smaller. */
    private static final Duration COMPACTING = Duration.ofMillis(500);
    /** A commit is one array of bytes for MVStore. */
    private static final long LARGEST_WRITE = 1L << 30;

    private final Path file;
    private final OwnerLock owner;
    private final JournalFile.Opener opener;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Null after a failure, until the next access. Guarded by the lock, as the next fields. */
    private @Nullable Journal journal;

    private long version;

    /** The last file that was set aside. */
    private @Nullable Path setAside;

    private JournalStorage(Path file, StorageOptions options, OwnerLock owner, JournalFile.Opener opener) {
        super("journal " + file, options);
        this.file = file;
        this.owner = owner;
        this.opener = opener;
    }

    // ---- opening ----

    /**
     * Opens a journal with default options.
     *
     * @param file the database; it is made if it is missing
     * @return the storage
     * @throws StorageException if it is in use or can't be opened
     */
    public static JournalStorage open(Path file) {
        return open(file, StorageOptions.ofDefaults());
    }

    /**
     * Opens a journal.
     *
     * @param file the database; it is made if it is missing
     * @param options the options
     * @return the storage
     * @throws StorageException if it is in use or can't be opened
     */
    public static JournalStorage open(Path file, StorageOptions options) {
        return open(file, options, JournalFile::new);
    }

    static JournalStorage open(Path given, StorageOptions options, JournalFile.Opener opener) {
        Objects.requireNonNull(given, "file");
        Objects.requireNonNull(options, "options");
        try {
            return Uninterrupted.call(() -> openOwned(given, options, opener));
        } catch (OwnedException e) {
            throw notOpened(given, "it is in use by " + e.owner() + ". Close it there, or choose another file.", e);
        } catch (ForeignException e) {
            throw notOpened(given, e.why(), e);
        } catch (JournalFile.InUseException e) {
            throw notOpened(given, "another program has it open. Close it there.", e);
        } catch (IOException e) {
            throw notOpened(
                    given,
                    Reports.reason(e) + " Nothing was changed. Check the disk, and that this process may read"
                            + " and write the file and its folder.",
                    e);
        }
    }

    private static StorageException notOpened(Path file, String message, Exception cause) {
        return Reports.notOpened("The journal " + file, message, cause);
    }

    private static JournalStorage openOwned(Path given, StorageOptions options, JournalFile.Opener opener)
            throws IOException {
        Path file = resolve(given);
        OwnerLock owner = OwnerLock.acquire(beside(file, ".lock"));
        boolean opened = false;
        try {
            JournalStorage storage = new JournalStorage(file, options, owner, opener);
            storage.openIfClosed();
            opened = true;
            return storage;
        } finally {
            if (!opened) {
                owner.close();
            }
        }
    }

    /** The real path, so that two names of one file are one lock. */
    private static Path resolve(Path given) throws IOException {
        Path path = given.toAbsolutePath();
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new ForeignException(
                    "it is a symbolic link to " + Files.readSymbolicLink(path)
                            + ", which does not exist. Restore that file, or remove the link.",
                    null);
        }
        if (Files.isDirectory(path)) {
            throw new ForeignException("it is a folder. Choose a file.", null);
        }
        if (Files.exists(path)) {
            if (!Files.isRegularFile(path)) {
                throw new ForeignException("it is not a file. Choose a file.", null);
            }
            return path.toRealPath();
        }
        Path folder = Objects.requireNonNull(path.getParent(), "only a root has no parent");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        return folder.toRealPath().resolve(path.getFileName());
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Under the write lock, or before anybody else knows of this. */
    private Journal openIfClosed() throws IOException {
        Journal open = journal;
        if (open == null) {
            open = reopen();
            journal = open;
        }
        return open;
    }

    private Journal reopen() throws IOException {
        if (!Files.exists(file)) {
            makeNew(fresh -> 0);
            Disk.replace(beside(file, ".new"), file);
            forceFolder();
        }
        try {
            return openFile();
        } catch (DamagedException e) {
            rescue(e);
            return openFile();
        }
    }

    private Journal openFile() throws IOException {
        return Journal.open(opener.open(file, Use.WRITE));
    }

    // ---- damage ----

    /**
     * Sets the file aside and puts a new one in its place, with what can still be read. At each moment there is the old file
     * or the new one.
     */
    private void rescue(DamagedException why) throws IOException {
        int count = makeNew(this::takeOver);
        Path kept = Disk.freeAside(file);
        setAside = kept;
        try {
            Files.createLink(kept, file);
        } catch (UnsupportedOperationException | IOException e) {
            // Not every file system has links. For a moment there is no file at all, only the old and the new one
            // beside.
            Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        Disk.replace(beside(file, ".new"), file);
        forceFolder();
        report(new StorageException(
                Kind.DAMAGED,
                "",
                "The journal " + file + " is damaged: " + Reports.reason(why) + " It was set aside as " + kept + ". "
                        + (count == 0
                                ? "No value could be read; a new journal was begun."
                                : "What could be read was taken over into a new journal: " + count + " values."),
                why));
    }

    /** Makes a whole journal in a file beside, with what is put into it. */
    private <T> T makeNew(Writing<T> content) throws IOException {
        Path path = beside(file, ".new");
        Files.deleteIfExists(path);
        Journal fresh = Journal.open(opener.open(path, Use.NEW));
        boolean made = false;
        try {
            T result = content.to(fresh);
            fresh.commit();
            fresh.close();
            made = true;
            return result;
        } finally {
            if (!made) {
                fresh.abandon();
                Files.deleteIfExists(path);
            }
        }
    }

    private int takeOver(Journal fresh) throws IOException {
        Journal damaged;
        try {
            damaged = Journal.open(opener.open(file, Use.RESCUE));
        } catch (DamagedException | ForeignException e) {
            return 0;
        }
        try {
            return fresh.takeOver(damaged);
        } finally {
            damaged.abandon();
        }
    }

    /** Makes moves of files safe. */
    private void forceFolder() throws IOException {
        Disk.forceFolder(Objects.requireNonNull(file.getParent()));
    }

    // ---- reading ----

    private interface Reading<T extends @Nullable Object> {
        T from(Journal journal) throws IOException;
    }

    private <T extends @Nullable Object> T reading(Reading<T> what) throws IOException {
        return Uninterrupted.call(() -> {
            Lock reading = lock.readLock();
            reading.lock();
            try {
                Journal open = journal;
                if (open != null) {
                    return what.from(open);
                }
            } finally {
                reading.unlock();
            }
            Lock writing = lock.writeLock();
            writing.lock();
            try {
                return what.from(openIfClosed());
            } finally {
                writing.unlock();
            }
        });
    }

    @Override
    public boolean keepsCommitsWhole() {
        return true;
    }

    @Override
    protected Entry read(String key) throws IOException {
        return reading(open -> {
            byte[] bytes = open.get(key);
            if (bytes != null && bytes.length > options().maxBytes()) {
                throw new IOException("it has " + bytes.length + " bytes, more than StorageOptions.maxBytes, "
                        + options().maxBytes());
            }
            return new Entry(bytes, version);
        });
    }

    @Override
    protected Set<String> readKeys() throws IOException {
        return reading(Journal::keys);
    }

    /**
     * {@return the places within the file of what was set aside, as {@link StorageException}s named them: {@code key@time}}
     *
     * @throws StorageException if the file can't be read
     */
    public Set<String> placesAside() {
        checkOpen("what was set aside");
        try {
            return reading(Journal::keysAside);
        } catch (IOException e) {
            throw Reports.keysNotRead(name(), e);
        }
    }

    /**
     * {@return what was set aside there, as it was stored: a line with version, time and checksum, and the codec's bytes} Null if there is
     * nothing.
     *
     * @param place one of {@link #placesAside}
     * @throws StorageException if the file can't be read
     */
    public byte @Nullable [] readAside(String place) {
        Objects.requireNonNull(place, "place");
        checkOpen("what was set aside");
        try {
            return reading(open -> new Entry(open.getAside(place), 0)).bytes();
        } catch (IOException e) {
            throw Reports.keysNotRead(name(), e);
        }
    }

    // ---- writing ----

    private interface Writing<T> {
        T to(Journal journal) throws IOException;
    }

    /**
     * Does the writing and makes it safe. Of one that fails nothing is stored. If it fails because of damage it is done again
     * in a new file.
     */
    private <T> T writing(Writing<T> what) throws IOException {
        return Uninterrupted.call(() -> {
            lock.writeLock().lock();
            try {
                T result;
                try {
                    result = attempt(what);
                } catch (DamagedException e) {
                    rescue(e);
                    result = attempt(what);
                }
                version++;
                tidy();
                return result;
            } finally {
                lock.writeLock().unlock();
            }
        });
    }

    private <T> T attempt(Writing<T> what) throws IOException {
        Journal open = openIfClosed();
        boolean done = false;
        try {
            T result = what.to(open);
            open.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                abandon(open);
            }
        }
    }

    private void abandon(Journal open) {
        journal = null;
        open.abandon();
    }

    /** After a write, which is safe whatever becomes of this. */
    private void tidy() {
        Journal open = Objects.requireNonNull(journal);
        boolean done = false;
        try {
            open.tidy();
            done = true;
        } catch (IOException e) {
            // If it is a problem, the next write has it too, and reports it.
        } finally {
            if (!done) {
                abandon(open);
            }
        }
    }

    @Override
    protected long write(Map<String, byte @Nullable []> changes) throws IOException {
        long size = 0;
        for (byte @Nullable [] bytes : changes.values()) {
            size += bytes == null ? 0 : bytes.length;
        }
        if (size > LARGEST_WRITE) {
            throw new IOException("the values have " + size + " bytes together, more than the " + LARGEST_WRITE
                    + " that are stored as one. Make them smaller, or flush between commits.");
        }
        return writing(open -> {
            for (Map.Entry<String, byte @Nullable []> change : changes.entrySet()) {
                open.put(change.getKey(), change.getValue());
            }
            return version + 1;
        });
    }

    @Override
    protected String setAside(String key) throws IOException {
        return writing(open -> {
            byte[] bytes = open.get(key);
            if (bytes == null) {
                return setAside == null ? "nothing" : setAside.toString();
            }
            String place = freePlace(open, key);
            open.putAside(place, bytes);
            open.put(key, null);
            return file.getFileName() + "#aside/" + place;
        });
    }

    private static String freePlace(Journal open, String key) throws IOException {
        for (int n = 1; ; n++) {
            String place = key + "@" + Disk.timeInNames() + "-" + n;
            if (open.getAside(place) == null) {
                return place;
            }
        }
    }

    // ---- closing ----

    @Override
    protected void release() throws IOException {
        Uninterrupted.call(() -> {
            lock.writeLock().lock();
            try (owner) {
                Journal open = journal;
                journal = null;
                if (open != null) {
                    close(open);
                }
            } finally {
                lock.writeLock().unlock();
            }
            return this;
        });
    }

    /** Closes it and puts a copy in its place, if that is much smaller and quickly made. */
    private void close(Journal open) throws IOException {
        boolean copied = false;
        try {
            copied = open.isMostlyUnused() && copy(open);
        } finally {
            open.close();
        }
        if (copied) {
            Disk.replace(beside(file, ".new"), file);
            forceFolder();
        }
    }

    private boolean copy(Journal open) throws IOException {
        Scheduler clock = options().scheduler();
        long deadline = clock.now(TimeUnit.MILLISECONDS) + COMPACTING.toMillis();
        try {
            boolean copied = makeNew(fresh -> fresh.copy(open, () -> clock.now(TimeUnit.MILLISECONDS) > deadline));
            if (!copied) {
                Files.deleteIfExists(beside(file, ".new"));
            }
            return copied;
        } catch (IOException e) {
            return false; // The file stays as large as it is: the disk may be full.
        }
    }
}
