package io.atoms.utils.storage;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Unobserved;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where {@link StorageAtom}s keep their values: bytes by key. {@link FileStorage} is a folder with a file per key, {@link
 * JournalStorage} one database file, {@link MemoryStorage} is for tests; derive from this class to make another one.
 *
 * <pre>{@code
 * try (AtomStore store = AtomStore.create();
 *         Storage files = FileStorage.open(Path.of("data"))) {
 *     store.set(Storage.CURRENT, files);
 *     store.set(settings.value(), dark); // in memory; 100 milliseconds later in the file
 *     files.flush(store); // in the file
 * }
 * }</pre>
 *
 * <p><b>Rules.</b> A write of an atom costs its caller no input or output. {@link StorageOptions#writeDelay} after the first
 * unsaved write in a store, all that is unsaved there is written, as of one commit; {@link #flush}, {@link #close} and closing the
 * store do so at once. When {@code flush} has returned, the values survive the end of the process by whatever
 * cause. Between two writes of one atom only the last value is stored. A storage that {@linkplain #keepsCommitsWhole
 * keeps commits whole} has after a crash either all or none of what one commit wrote; the others, each value
 * whole.
 *
 * <p>If writing fails, the values stay in memory, commits go on, the problem is given to {@link StorageOptions#onProblem}
 * and shown by {@link #STATUS}, and it is tried again with growing pauses. What could not be read is never overwritten:
 * it is set aside under another name. Nothing is deleted but by {@code reset} and {@link StorageAtom#purge}.
 *
 * <p>One storage may serve several stores. Only if it {@linkplain #isShared is shared} do they see each other's writes
 * after the first use.
 *
 * <p><b>Threads.</b> Any. Values are encoded and written by the scheduler of the options, or by who calls {@code flush},
 * one write at a time for each store.
 *
 * <p><b>Deriving.</b> The protected methods are called by several threads at once. {@code write} returns when the bytes
 * are safe.
 */
public abstract class Storage implements AutoCloseable {

    /** The storage of a store's storage atoms. Set it before their first use; at first there is none. */
    @SuppressWarnings("ClassInitializationDeadlock") // nobody but this class refers to NoStorage
    public static final PrimitiveAtom<Storage> CURRENT =
            Atom.<Storage>of(NoStorage.INSTANCE).named("storage.current");

    private static final AsyncAtom<StorageStatus> STATUSES =
            Atom.<StorageStatus>stream(get -> get.get(CURRENT).board.statuses()).named("storage.statuses");

    /**
     * How the current storage is doing: what is unsaved, and whether writing fails. It changes by commits of its own, a
     * little after the fact.
     */
    public static final Atom<StorageStatus> STATUS = Atom.<StorageStatus>derived(get -> {
                StorageStatus last = get.get(STATUSES).valueOrPrevious();
                return last != null ? last : get.get(CURRENT).status();
            })
            .named("storage.status");

    private static final AsyncAtom<KeySet> KEY_SETS = Atom.<KeySet>stream(
                    get -> get.get(CURRENT).keySets())
            .whenUnobserved(Unobserved.keep())
            .named("storage.keySets");

    /**
     * All keys under which something is stored in the current storage, kept up to date by commits of their own a little
     * after the fact: when a store of this storage has stored or removed a key, and in a shared storage when another
     * process has. What is written in a store and not stored yet is not among them. With a storage that {@linkplain
     * #loadsLater loads later} the set is empty until it has come.
     *
     * <p>It fails with a {@link StorageException} if the keys can't be read at first; later the last ones stay, and the
     * problem is reported.
     */
    public static final Atom<Set<String>> KEYS = Atom.<Set<String>>derived(get -> {
                Storage from = get.get(CURRENT);
                // First the stream, so that it is on before the keys are read and none is missed between.
                KeySet last = get.get(KEY_SETS).valueOrPrevious();
                if (last != null && last.from() == from) {
                    return last.keys();
                }
                return from.loadsLater() ? Set.of() : from.keys();
            })
            .named("storage.keys");

    private final String name;
    private final StorageOptions options;
    private final StatusBoard board;

    /** By store, held weakly; a session refers to its store only weakly. Guarded by itself. */
    private final Map<AtomStore, StorageSession> sessions = new WeakHashMap<>();

    private final Map<String, WeakSinks<String>> watched = new ConcurrentHashMap<>();
    private final WeakSinks<Storage> keysWatched = new WeakSinks<>();
    /** The storage that is in the place of this one, and passes on its changes. */
    volatile @Nullable Storage wrapper;

    private final AtomicBoolean closed = new AtomicBoolean();
    /** Held for reading while something is written, and for writing to release the storage. */
    private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

    private volatile boolean released;

    /**
     * To be called by storages.
     *
     * @param name for messages: the place, for one
     * @param options sizes, times and handlers
     */
    protected Storage(String name, StorageOptions options) {
        this.name = Objects.requireNonNull(name, "name");
        this.options = Objects.requireNonNull(options, "options");
        this.board = new StatusBoard(options);
    }

    /**
     * What is stored under a key.
     *
     * @param bytes what was given to {@code write}; null if there is nothing
     * @param version grows with each change of the key that this storage knows of, whoever made it
     */
    @SuppressWarnings("ArrayRecordComponent") // it is never compared
    public record Entry(byte @Nullable [] bytes, long version) {}

    private record KeySet(Storage from, Set<String> keys) {}

    // ---- to be derived ----

    /**
     * {@return what is stored under the key} An exception means that something may be there that can't be read.
     *
     * @param key whose value
     * @throws Exception if that fails
     */
    protected abstract Entry read(String key) throws Exception;

    /**
     * {@return what was stored under the key before, to replace what is damaged; null if there is none} Default: null.
     *
     * @param key whose value
     * @throws Exception if that fails
     */
    protected byte @Nullable [] readBackup(String key) throws Exception {
        return null;
    }

    /**
     * Stores the bytes under their keys, and removes the keys that have null. When it returns all is safe; when it throws,
     * each key has its old bytes or its new ones.
     *
     * @param changes the bytes by key; null to remove
     * @return the version that these keys have now
     * @throws Exception if that fails
     */
    protected abstract long write(Map<String, byte @Nullable []> changes) throws Exception;

    /**
     * Moves what is stored under the key out of the way without losing it. Does nothing if there is nothing.
     *
     * @param key whose value
     * @return where it is now, for the user to find
     * @throws Exception if that fails
     */
    protected abstract String setAside(String key) throws Exception;

    /**
     * {@return all keys under which something is stored}
     *
     * @throws Exception if that fails
     */
    protected abstract Set<String> readKeys() throws Exception;

    /**
     * Releases files and locks; called once.
     *
     * @throws Exception if that fails
     */
    protected abstract void release() throws Exception;

    /**
     * {@return whether {@code write} of several keys is all or nothing, even if the process is killed} Default: false.
     */
    public boolean keepsCommitsWhole() {
        return false;
    }

    /** {@return whether others may write what this storage holds, and tell it by {@link #changed}} Default: false. */
    public boolean isShared() {
        return false;
    }

    /**
     * {@return whether reading takes so long that nobody should wait for it: then atoms are read by the scheduler and have their
     * default value until then} Default: false.
     */
    public boolean loadsLater() {
        return false;
    }

    /**
     * Sets aside what is stored under the key if it is still these bytes: somebody may have replaced what is bad since it
     * was read. Returns null if it is not.
     */
    @Nullable
    String setAsideIf(String key, byte[] bad) throws Exception {
        return Arrays.equals(read(key).bytes(), bad) ? setAside(key) : null;
    }

    /**
     * To be called by a shared storage, in the order of the changes, when another one has written or removed a key.
     *
     * @param key what was changed
     */
    protected final void changed(String key) {
        WeakSinks<String> sinks = watched.get(key);
        if (sinks != null) {
            sinks.emit(key);
        }
        Storage around = wrapper;
        if (around != null) {
            around.changed(key);
        }
    }

    /** To be called by a shared storage when another one may have stored a new key or removed one. */
    protected final void keysChanged() {
        keysWatched.emit(this);
        Storage around = wrapper;
        if (around != null) {
            around.keysChanged();
        }
    }

    /**
     * To be called by a shared storage that can't see at present what others write.
     *
     * @param cause why it can't see
     */
    protected final void notWatched(Throwable cause) {
        report(Reports.notWatched(name, cause));
    }

    // ---- for users ----

    /** {@return the name for messages} */
    public final String name() {
        return name;
    }

    /** {@return the options} */
    public final StorageOptions options() {
        return options;
    }

    /**
     * {@return all keys under which something is stored, in no order}
     *
     * @throws StorageException if the storage can't be read
     */
    public final Set<String> keys() {
        checkOpen("its keys");
        try {
            return readKeys();
        } catch (Exception e) {
            throw Reports.keysNotRead(name, e);
        }
    }

    /**
     * Writes all that was committed in the store before this call and is not stored yet. It blocks until that survives the
     * end of the process. Inside a transaction it does not include what the transaction wrote.
     *
     * @param store whose commits
     * @throws StorageException if something could not be written; the values stay in memory and are tried again
     */
    public final void flush(AtomStore store) {
        Objects.requireNonNull(store, "store");
        session(store).flush(store);
    }

    /**
     * As {@link #flush}, on the scheduler, when it is subscribed.
     *
     * @param store whose commits
     * @return completes when all is written
     */
    public final Mono<Void> awaitFlushed(AtomStore store) {
        Objects.requireNonNull(store, "store");
        return Mono.<Void>fromRunnable(() -> flush(store)).subscribeOn(options.scheduler());
    }

    /** Stops writing, but for {@link #flush} and closing, until {@link #resume}. Values stay in memory. */
    public final void pause() {
        board.setPaused(true);
    }

    /** Goes on writing after {@link #pause}. */
    public final void resume() {
        board.setPaused(false);
        for (Map.Entry<AtomStore, StorageSession> each : openSessions().entrySet()) {
            each.getValue().schedule(each.getKey());
        }
    }

    /** {@return how the storage is doing} */
    public final StorageStatus status() {
        return board.status();
    }

    /**
     * Writes what is unsaved in all stores, and releases files and locks. Closing again does nothing. Atoms keep the values they
     * have; later writes are reported as not stored.
     *
     * @throws StorageException if something could not be written, or the storage not be closed
     */
    @Override
    public final void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        StorageException failure = null;
        for (Map.Entry<AtomStore, StorageSession> each : openSessions().entrySet()) {
            try {
                each.getValue().flush(each.getKey());
            } catch (StorageException e) {
                failure = Reports.first(failure, e);
            }
        }
        using.writeLock().lock();
        try {
            released = true;
            release();
        } catch (Exception e) {
            failure = Reports.first(failure, Reports.notClosed(name, e));
        } finally {
            using.writeLock().unlock();
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public final String toString() {
        return name;
    }

    // ---- for atoms and sessions ----

    /** The session of the store, made at the first call. */
    final StorageSession session(AtomStore store) {
        synchronized (sessions) {
            return sessions.computeIfAbsent(store, none -> new StorageSession(this));
        }
    }

    private Map<AtomStore, StorageSession> openSessions() {
        synchronized (sessions) {
            return new HashMap<>(sessions);
        }
    }

    final StatusBoard board() {
        return board;
    }

    final boolean isReleased() {
        return released;
    }

    final void checkOpen(String what) {
        if (released) {
            throw Reports.closed(name, what);
        }
    }

    /** Writes, if it is still open: the place may be somebody else's already. */
    final long writeIfOpen(Map<String, byte @Nullable []> changes) throws Exception {
        using.readLock().lock();
        try {
            checkOpen(String.join(", ", changes.keySet()));
            return write(changes);
        } finally {
            using.readLock().unlock();
        }
    }

    /** Tells the handler, on the scheduler: who calls may hold the lock of a store. */
    final StorageException report(StorageException problem) {
        options.scheduler().schedule(() -> options.onProblem().accept(problem));
        return problem;
    }

    /** What the storage has for the atom. It throws only if the storage is not open. */
    final <T extends @Nullable Object> Loaded<T> load(StorageAtom<T> atom) {
        checkOpen(atom.key());
        openSessions().forEach((store, session) -> session.storeOther(store, atom));
        return new Loading<>(this, atom).load();
    }

    /** What is stored for the atom by anybody, beginning with what is there now. Nothing if the storage is not shared. */
    final <T extends @Nullable Object> Flux<Loaded<T>> changes(StorageAtom<T> atom) {
        if (!isShared()) {
            return Flux.never();
        }
        WeakSinks<String> sinks = watched.computeIfAbsent(atom.key(), key -> new WeakSinks<>());
        return sinks.flux()
                .mergeWith(Mono.just(atom.key()).publishOn(options.scheduler()))
                .map(key -> load(atom))
                .scan((before, now) -> now.version() >= before.version() ? now : before);
    }

    /** The keys at the subscription and after changes, read on the scheduler, once for many changes. */
    private Flux<KeySet> keySets() {
        return keysWatched
                .flux()
                .mergeWith(Mono.just(this))
                .publishOn(options.scheduler(), 1)
                .handle((signal, sink) -> {
                    if (released) {
                        return;
                    }
                    try {
                        sink.next(new KeySet(this, Set.copyOf(readKeys())));
                    } catch (Exception e) {
                        report(Reports.keysNotRead(name, e));
                    }
                });
    }

    /**
     * Tells the other stores that this storage serves; one listens for each that has used the atom. On the scheduler: who calls
     * may hold the lock of a store, and listeners of the others may want that.
     */
    final void changedByStore(Set<String> keys) {
        if (keys.stream().anyMatch(this::isUsedByOthers)) {
            options.scheduler().schedule(() -> tellOthers(keys));
        }
    }

    private boolean isUsedByOthers(String key) {
        WeakSinks<String> sinks = watched.get(key);
        return sinks != null && sinks.count() > 1;
    }

    private void tellOthers(Set<String> keys) {
        for (String key : keys) {
            WeakSinks<String> sinks = watched.get(key);
            if (sinks != null && sinks.count() > 1) {
                sinks.emit(key);
            }
        }
    }
}
