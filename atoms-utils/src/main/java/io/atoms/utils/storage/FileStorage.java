package io.atoms.utils.storage;

import io.atoms.utils.storage.Envelope.DamageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a file per key, for settings and documents: files that a person can read, copy and back up.
 *
 * <pre>{@code
 * try (AtomStore store = AtomStore.create();
 *         Storage files = FileStorage.open(Path.of("data"))) {
 *     store.set(Storage.CURRENT, files);
 *     store.set(theme.value(), "dark");
 * } // data/theme.atom
 * }</pre>
 *
 * <p><b>Rules.</b> A file has a line with version, time and checksum, and then what the codec made. It is replaced, never changed: the new one is written under
 * another name, forced to the disk, and moved to its place, and then the folder is forced; the old one becomes the backup. So at any moment
 * a file is whole, whatever happens to the process. Several keys are not written as one; {@link JournalStorage} does that.
 *
 * <p>Keys may be any text. Names of files hold the key with all but {@code a-z 0-9 _ - .} as {@code %XX}, and the beginning
 * of the key with its hash if it is long. Symbolic links in the folder are not followed.
 *
 * <table>
 * <caption>Files of a key</caption>
 * <tr><td>{@code theme.atom}</td><td>the value</td></tr>
 * <tr><td>{@code theme.atom.bak}</td><td>the value before, for when the first is damaged</td></tr>
 * <tr><td>{@code theme.atom.damaged-20261121T101500-1}</td><td>what was set aside; nothing reads or deletes it</td></tr>
 * <tr><td>{@code theme.key}</td><td>the key, if it is too long for the name</td></tr>
 * <tr><td>{@code .lock}, {@code .tmp-*}</td><td>who uses the folder; what is just being written</td></tr>
 * </table>
 *
 * <p><b>Processes.</b> {@link #open} is exclusive: a second one, of any process, is refused. {@link #openShared} lets several
 * use the folder: a change by one arrives in the others as a commit, at once where the system watches folders, and within
 * a second else. Writes are serialised by a lock, and the last one wins; a write that one has not stored yet is later than
 * all that are. All must open it as shared. Locks of network file systems are often not to be trusted.
 *
 * <p><b>Threads.</b> Any. Interrupting a thread does not disturb what it reads and writes here.
 *
 * <p><b>Errors.</b> See {@link Storage} and {@link StorageAtom}. {@code open} throws a {@link StorageException} of the kind {@link
 * StorageException.Kind#NOT_OPENED} if the folder is in use or can't be made.
 *
 * <p>Source of the way of writing: T. S. Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014.
 */
public final class FileStorage extends Storage {

    /*
     * `disk` guards `known` and orders what this process does to the folder: a read, and the version it gets, belong
     * together, so do a write and its version. Among processes writes are ordered by the lock of the folder, which is always taken
     * before `disk`. The watcher's thread takes `disk` for a moment and tells of changes after it has released it.
     */

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Path folder;
    private final FolderLock lock;
    private final @Nullable FolderWatch watch;
    private final ReentrantLock disk = new ReentrantLock();
    private final AtomicLong temporaries = new AtomicLong();

    /** By name, only if shared: what others may change. Guarded by {@link #disk}. */
    private final Map<String, Known> known = new HashMap<>();

    private long version;

    private FileStorage(Path folder, StorageOptions options, FolderLock lock, boolean shared, boolean events) {
        super("file storage " + folder, options);
        this.folder = folder;
        this.lock = lock;
        this.watch = shared ? FolderWatch.start(folder, events, POLL, this::look, this::notWatched) : null;
    }

    /**
     * What is known of a file.
     *
     * @param key its key
     * @param file what it looked like; null if there was none
     * @param told whether those who use it know of this version
     */
    private record Known(String key, @Nullable Looks file, long version, boolean told) {}

    /** What tells one file from its successor: they are different files, which the file key tells on most systems. */
    private record Looks(@Nullable Object fileKey, FileTime modified, long size) {}

    // ---- opening ----

    /**
     * Opens a folder for this storage alone; it is made if it is missing.
     *
     * @param folder the folder
     * @return the storage
     * @throws StorageException if the folder is in use or can't be opened
     */
    public static FileStorage open(Path folder) {
        return open(folder, StorageOptions.ofDefaults());
    }

    /**
     * As {@link #open(Path)}, with options.
     *
     * @param folder the folder
     * @param options the options
     * @return the storage
     */
    public static FileStorage open(Path folder, StorageOptions options) {
        return open(folder, options, false, false);
    }

    /**
     * Opens a folder that other processes use too; it is made if it is missing.
     *
     * @param folder the folder
     * @return the storage
     * @throws StorageException if another one uses it alone, or it can't be opened
     */
    public static FileStorage openShared(Path folder) {
        return openShared(folder, StorageOptions.ofDefaults());
    }

    /**
     * As {@link #openShared(Path)}, with options.
     *
     * @param folder the folder
     * @param options the options
     * @return the storage
     */
    public static FileStorage openShared(Path folder, StorageOptions options) {
        return open(folder, options, true, true);
    }

    /**
     * @param events whether to be told of changes by the system, not only to look once in a while
     */
    static FileStorage open(Path folder, StorageOptions options, boolean shared, boolean events) {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(options, "options");
        return Uninterrupted.call(() -> {
            try {
                Files.createDirectories(folder);
                FolderLock lock = FolderLock.open(folder, shared);
                lock.whileWriting(() -> removeTemporaries(folder));
                return new FileStorage(folder, options, lock, shared, events);
            } catch (IOException e) {
                throw Reports.notOpened(
                        "The folder " + folder, Reports.reason(e) + " Choose a folder that this process may write.", e);
            }
        });
    }

    /** Those of a process that was killed: nobody is writing. What can't be removed harms nobody. */
    private static boolean removeTemporaries(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".tmp-*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    @Override
    public boolean isShared() {
        return watch != null;
    }

    // ---- reading ----

    @Override
    protected Entry read(String key) throws Exception {
        String name = FileNames.of(key);
        return Uninterrupted.call(() -> {
            disk.lock();
            try {
                long version = watch == null ? 0 : see(key, false).version;
                return new Entry(bytesOf(folder.resolve(name + FileNames.SUFFIX)), version);
            } finally {
                disk.unlock();
            }
        });
    }

    @Override
    protected byte @Nullable [] readBackup(String key) throws Exception {
        Path file = folder.resolve(FileNames.of(key) + FileNames.SUFFIX + FileNames.BACKUP_SUFFIX);
        return Uninterrupted.call(() -> new Entry(bytesOf(file), 0)).bytes();
    }

    /** The bytes of the file, or null if there is none. */
    private byte @Nullable [] bytesOf(Path file) throws IOException, DamageException {
        BasicFileAttributes attributes;
        try {
            attributes = attributes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!attributes.isRegularFile()) {
            throw new DamageException(
                    attributes.isSymbolicLink()
                            ? "a symbolic link is in its place, which is not followed"
                            : "a folder or something else that is no file is in its place");
        }
        if (attributes.size() > options().maxBytes()) {
            throw new IOException("it has " + attributes.size() + " bytes, more than StorageOptions.maxBytes, "
                    + options().maxBytes());
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            // A file is replaced, never changed, so it is as long as it was when it was opened.
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // goes on
            }
            return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
        } catch (NoSuchFileException e) {
            return null; // another process has just removed it
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    protected Set<String> readKeys() throws Exception {
        return Uninterrupted.call(() -> {
            Set<String> keys = new TreeSet<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + FileNames.SUFFIX + "*")) {
                for (Path file : files) {
                    String key = keyOf(file.getFileName().toString());
                    if (key != null) {
                        keys.add(key);
                    }
                }
            }
            return keys;
        });
    }

    /** The key whose value or backup the file is; null if it is another one. */
    private @Nullable String keyOf(String file) throws IOException {
        String value = file.endsWith(FileNames.BACKUP_SUFFIX)
                ? file.substring(0, file.length() - FileNames.BACKUP_SUFFIX.length())
                : file;
        if (!value.endsWith(FileNames.SUFFIX)) {
            return null;
        }
        String name = value.substring(0, value.length() - FileNames.SUFFIX.length());
        if (!FileNames.isCut(name)) {
            return FileNames.keyOf(name);
        }
        String key = readKey(name);
        return key == null || !FileNames.of(key).equals(name) ? null : key;
    }

    /** What the file of a key that is too long for the name says; null if there is none, or it is bad. */
    private @Nullable String readKey(String name) throws IOException {
        Path file = folder.resolve(name + FileNames.KEY_SUFFIX);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    // ---- writing ----

    @Override
    protected long write(Map<String, byte @Nullable []> changes) throws Exception {
        return Uninterrupted.call(() -> lock.whileWriting(() -> writeHeld(changes)));
    }

    private long writeHeld(Map<String, byte @Nullable []> changes) throws IOException {
        Map<String, Path> ready = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, byte @Nullable []> change : changes.entrySet()) {
                byte[] bytes = change.getValue();
                if (bytes != null) {
                    keepKey(change.getKey());
                    ready.put(change.getKey(), writeTemporary(bytes));
                }
            }
            IOException failure = null;
            // Who reads waits for the moves at most, not until the bytes are on the disk.
            disk.lock();
            try {
                version++;
                for (String key : changes.keySet()) {
                    try {
                        put(key, ready.remove(key));
                    } catch (IOException e) {
                        // A file that can't be replaced must not keep the others from it.
                        failure = failure == null ? e : failure;
                    }
                }
            } finally {
                disk.unlock();
            }
            Disk.forceFolder(folder);
            if (failure != null) {
                throw failure;
            }
            return version;
        } finally {
            for (Path left : ready.values()) {
                Files.deleteIfExists(left);
            }
        }
    }

    private void put(String key, @Nullable Path temporary) throws IOException {
        String name = FileNames.of(key);
        if (temporary == null) {
            remove(name);
        } else {
            try {
                replace(name, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        if (watch != null) {
            known.put(name, new Known(key, looks(name), version, true));
        }
    }

    private Path writeTemporary(byte[] bytes) throws IOException {
        Path file = folder.resolve(".tmp-" + ProcessHandle.current().pid() + "-" + System.identityHashCode(this) + "-"
                + temporaries.incrementAndGet());
        boolean done = false;
        try {
            Disk.write(file, bytes, StandardOpenOption.CREATE_NEW);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
        return file;
    }

    /** Between the two moves there is only the backup, which is then what is read. */
    private void replace(String name, Path temporary) throws IOException {
        Path file = folder.resolve(name + FileNames.SUFFIX);
        try {
            if (attributes(file).isRegularFile()) {
                Path backup = backup(name);
                makeRoom(backup);
                Disk.replace(file, backup);
            } else {
                setAside(file);
            }
        } catch (NoSuchFileException e) {
            // It is the first.
        }
        Disk.replace(temporary, file);
    }

    private Path backup(String name) {
        return folder.resolve(name + FileNames.SUFFIX + FileNames.BACKUP_SUFFIX);
    }

    /** A folder, which can't be replaced by a file, is set aside. */
    private void makeRoom(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            setAside(file);
        }
    }

    /** The backup first: what is removed must not come back by it. */
    private void remove(String name) throws IOException {
        for (Path file : List.of(
                backup(name), folder.resolve(name + FileNames.SUFFIX), folder.resolve(name + FileNames.KEY_SUFFIX))) {
            makeRoom(file);
            Files.deleteIfExists(file);
        }
    }

    private void keepKey(String key) throws IOException {
        String name = FileNames.of(key);
        Path file = folder.resolve(name + FileNames.KEY_SUFFIX);
        if (FileNames.isCut(name) && !key.equals(readKey(name))) {
            makeRoom(file);
            Disk.replace(writeTemporary(key.getBytes(StandardCharsets.UTF_8)), file);
        }
    }

    @Override
    protected String setAside(String key) throws Exception {
        String name = FileNames.of(key);
        return Uninterrupted.call(() -> lock.whileWriting(() -> {
            disk.lock();
            try {
                return setAside(folder.resolve(name + FileNames.SUFFIX));
            } finally {
                disk.unlock();
            }
        }));
    }

    @Override
    @Nullable
    String setAsideIf(String key, byte[] bad) throws Exception {
        Path file = folder.resolve(FileNames.of(key) + FileNames.SUFFIX);
        String place = Uninterrupted.call(() -> lock.whileWriting(() -> {
            disk.lock();
            try {
                return Arrays.equals(bytesOf(file), bad) ? setAside(file) : "";
            } catch (DamageException e) {
                return "";
            } finally {
                disk.unlock();
            }
        }));
        return place.isEmpty() ? null : place;
    }

    private String setAside(Path file) throws IOException {
        Path target = Disk.freeAside(file);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            Disk.forceFolder(folder);
        } catch (NoSuchFileException e) {
            // Somebody was faster, or there was nothing.
        }
        return target.toString();
    }

    @Override
    protected void release() throws Exception {
        if (watch != null) {
            watch.close();
        }
        Uninterrupted.call(() -> {
            lock.close();
            return true;
        });
    }

    // ---- what others write ----

    /** Under {@link #disk}: what is known of the file, brought up to date. */
    private Known see(String key, boolean tell) throws IOException {
        String name = FileNames.of(key);
        Looks now = looks(name);
        Known before = known.get(name);
        Known seen;
        if (before == null) {
            // Nobody here has used it, so nobody waits for news of it.
            seen = new Known(key, now, ++version, true);
        } else if (!Objects.equals(before.file, now)) {
            seen = new Known(key, now, ++version, tell);
        } else {
            seen = tell && !before.told ? new Known(key, now, before.version, true) : before;
        }
        known.put(name, seen);
        return seen;
    }

    private @Nullable Looks looks(String name) throws IOException {
        try {
            BasicFileAttributes file = attributes(folder.resolve(name + FileNames.SUFFIX));
            return new Looks(file.fileKey(), file.lastModifiedTime(), file.size());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Looks whether another process has changed files, and tells of those that one has. Called by the watcher. */
    private void look(@Nullable String changedFile) throws IOException {
        Set<String> news = new TreeSet<>();
        disk.lock();
        try {
            if (changedFile != null) {
                if (changedFile.endsWith(FileNames.SUFFIX)) {
                    lookAt(changedFile.substring(0, changedFile.length() - FileNames.SUFFIX.length()), news);
                }
            } else {
                for (String name : Set.copyOf(known.keySet())) {
                    lookAt(name, news);
                }
            }
        } finally {
            disk.unlock();
        }
        news.forEach(this::changed);
        if (changedFile == null || changedFile.endsWith(FileNames.SUFFIX)) {
            keysChanged();
        }
    }

    private void lookAt(String name, Set<String> news) throws IOException {
        Known before = known.get(name);
        if (before == null) {
            return;
        }
        Known now = see(before.key, true);
        if (now.version != before.version || !before.told) {
            news.add(now.key);
        }
    }
}
