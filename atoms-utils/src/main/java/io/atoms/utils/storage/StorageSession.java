package io.atoms.utils.storage;

import io.atoms.AtomStore;
import io.atoms.AtomUsageException;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.StorageException.Kind;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one store has for one storage.
 *
 * <p><b>What is written.</b> A listener of the {@link WriteLog} collects the atoms that may differ from what is stored. A flush takes them, opens a
 * snapshot, which is at least as new as their writes, and stores the value of each in that snapshot, so what one commit
 * wrote is stored together. An atom whose write is already stored, told by its token, is left out. So it
 * does no harm to collect too many: when a snapshot is restored, all atoms that were ever written are.
 *
 * <p><b>Threads.</b> The collections are guarded by this object's monitor, which is held for moments and never while
 * anything else is called that waits. {@code flushing} is held while files are written, by one flush at a time; who holds it
 * takes no lock of a store, so a flush may be called inside a transaction. That a write has become a version of a shared
 * storage is committed after it was released.
 *
 * <p><b>Life.</b> The store's listener refers to the session, the session to the store only weakly. While something is
 * unsaved a timer refers to the store, or the session itself while the storage is paused, so that what nobody refers to any
 * more is still written.
 */
final class StorageSession {

    private static final int FEW = 1000;
    /** How long a flush waits for listeners on another thread that keep a closed store from being written, in nanoseconds. */
    private static final long LONGEST_END = TimeUnit.SECONDS.toNanos(10);

    private final Storage storage;
    private final ReentrantLock flushing = new ReentrantLock();

    // Guarded by this.
    /** When the store was closed and all was written for the last time; null if the store is not followed. */
    private volatile @Nullable CountDownLatch ended;
    /** Whether the store was being closed before it could be followed. */
    private volatile boolean late;
    /** Whether the effect runs that flushes when the store is closed. */
    private volatile boolean cleansUp;

    private boolean scheduled;
    /** The store, if something is unsaved and no timer refers to it because the storage is paused. */
    @SuppressWarnings("UnusedVariable") // it is there to refer to it
    private @Nullable AtomStore waiting;

    /** What may differ from what is stored. */
    private Set<StorageAtom<?>> unsaved = new LinkedHashSet<>();
    /** What a flush has taken of it and is about to store. */
    private Set<StorageAtom<?>> taken = Set.of();
    /** What alone can't be stored, and was reported. */
    private final Map<StorageAtom<?>, Failed> failed = new HashMap<>();
    /** The write that is stored, of each atom that was written here. */
    private final Map<StorageAtom<?>, Stored> stored = new WeakHashMap<>();
    /** What is stored in a shared storage and not yet known to be so by the atom. */
    private final Map<StorageAtom<?>, Stored> unmarked = new LinkedHashMap<>();

    private final Map<String, WeakReference<StorageAtom<?>>> definitions = new HashMap<>();
    /** At how many those that were collected are removed. */
    private int definitionsToPrune = FEW;

    private int counted;

    StorageSession(Storage storage) {
        this.storage = storage;
    }

    /**
     * @param token that of the write
     * @param again whether time may help; if not, only a new write or {@code flush} tries it again
     */
    private record Failed(Object token, boolean again) {}

    /**
     * @param token that of the write
     * @param version the storage's version of it; 0 if it was never written here
     */
    private record Stored(Object token, long version) {}

    /** Nothing that an atom has ever had: what was there was set aside. */
    private static final Stored NOTHING = new Stored(new Object(), 0);

    // ---- collecting ----

    /** Begins to follow the store's writes, at the first call; not in a transaction, which may be rolled back. */
    private void follow(AtomStore store) {
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = new CountDownLatch(1);
        }
        WeakReference<AtomStore> weak = new WeakReference<>(store);
        try {
            // Together: what a store is told after it was closed runs after close has returned, which is too late.
            store.transaction(tx -> {
                store.subscribe(WriteLog.HEAD, (before, now) -> logged(weak, before, now));
                store.effect(context -> {
                    cleansUp = true;
                    context.onCleanup(() -> flushLast(store));
                });
                // An effect that is disposed before its first run has no cleanup.
                tx.afterCommit(same -> {
                    if (!cleansUp) {
                        flushLast(same);
                    }
                });
            });
        } catch (StoreClosedException e) {
            late = true; // it is being closed, by this thread, and there is no cleanup of ours
        }
    }

    /**
     * The first write of an atom, after its commit: the session may not have listened yet.
     *
     * @throws StorageException if there is another definition with this key
     */
    void wrote(AtomStore store, StorageAtom<?> atom) {
        follow(store);
        synchronized (this) {
            if (!collect(atom)) {
                throw Reports.twoDefinitions(atom.key());
            }
            count();
        }
        if (late || store.isClosed()) {
            flushLast(store);
        } else {
            schedule(store);
        }
    }

    /** Under the monitor. False if there is another definition with this key. */
    private boolean collect(StorageAtom<?> atom) {
        boolean first = isFirstDefinition(atom);
        if (first) {
            unsaved.add(atom);
        }
        return first;
    }

    /**
     * Under the monitor. One definition of a key is stored: the first that is written, until all of it is stored, when
     * another one may take over. So it is with a family whose atom was removed and made again. False if it may not.
     */
    private boolean isFirstDefinition(StorageAtom<?> atom) {
        StorageAtom<?> first = definition(atom.key());
        if (first == atom) {
            return true;
        }
        if (first != null) {
            if (unsaved.contains(first) || taken.contains(first) || failed.containsKey(first)) {
                return false;
            }
            stored.remove(first);
        }
        if (definitions.size() >= definitionsToPrune) {
            definitions.values().removeIf(each -> each.refersTo(null));
            definitionsToPrune = 2 * definitions.size() + FEW;
        }
        definitions.put(atom.key(), new WeakReference<>(atom));
        stored.put(atom, new Stored(atom.tokenOfNothing(), 0));
        return true;
    }

    /** Under the monitor. */
    private @Nullable StorageAtom<?> definition(String key) {
        WeakReference<StorageAtom<?>> known = definitions.get(key);
        return known == null ? null : known.get();
    }

    /** Before another definition of its key is loaded: what was written through the first belongs to what it finds. */
    void storeOther(AtomStore store, StorageAtom<?> atom) {
        synchronized (this) {
            StorageAtom<?> first = definition(atom.key());
            if (first == null || first == atom) {
                return;
            }
        }
        try {
            flush(store, false);
        } catch (StorageException e) {
            // It was reported, and is tried again.
        }
    }

    private void logged(WeakReference<AtomStore> weak, @Nullable WriteLog before, @Nullable WriteLog now) {
        AtomStore store = weak.get();
        if (store == null) {
            return;
        }
        boolean restored;
        boolean toStore;
        synchronized (this) {
            WriteLog entry = now;
            while (entry != null && entry != before) {
                if (entry.storage == storage) {
                    collect(entry.atom);
                }
                entry = entry.previous;
            }
            // We follow from the first write on, so an empty log was restored too.
            restored = entry != before || before == null;
            if (restored) {
                unsaved.addAll(stored.keySet());
            }
            toStore = !unsaved.isEmpty();
            count();
        }
        if (before != null) {
            before.previous = null;
        }
        if (restored) {
            writeAgain(store);
        }
        if (toStore) {
            schedule(store);
        }
    }

    /**
     * What a restored snapshot brought back is a new write, which it stays if another storage is set, and for all who
     * share this one. What is stored as it was brought back may be of before its version was known.
     */
    private void writeAgain(AtomStore store) {
        List<StorageAtom<?>> atoms;
        synchronized (this) {
            atoms = new ArrayList<>(unsaved);
            if (storage.isShared()) {
                unmarked.putAll(stored);
                unmarked.values().removeIf(each -> each.version == 0);
            }
        }
        store.transaction(tx -> {
            for (StorageAtom<?> atom : atoms) {
                Written<?> write = atom.toStore(tx, storage);
                if (write != null && !isStored(atom, write)) {
                    atom.markUnsaved(tx, write);
                }
            }
        });
        announce(store);
    }

    private synchronized boolean isStored(StorageAtom<?> atom, Written<?> write) {
        return storedToken(atom) == write.token;
    }

    /** Under the monitor. */
    private @Nullable Object storedToken(StorageAtom<?> atom) {
        Stored known = stored.get(atom);
        return known == null ? null : known.token;
    }

    /**
     * Tells atoms of a shared storage the version of what is stored. Who flushes in a transaction does it there, and if that is
     * rolled back, or is one of a store that must not wait for ours, it is done later.
     */
    private void announce(AtomStore store) {
        Map<StorageAtom<?>, Stored> marks;
        synchronized (this) {
            marks = new LinkedHashMap<>(unmarked);
        }
        if (marks.isEmpty()) {
            return;
        }
        try {
            store.transaction(tx -> {
                marks.forEach((atom, each) -> atom.markStored(tx, each.token, each.version));
                tx.afterCommit(none -> marked(marks));
            });
        } catch (StoreClosedException e) {
            marked(marks); // nobody reads there what is newest
        } catch (AtomUsageException e) {
            // We are inside a transaction of a store made later, or where nothing may be written.
        }
    }

    private synchronized void marked(Map<StorageAtom<?>, Stored> marks) {
        marks.forEach((atom, each) -> unmarked.remove(atom, each));
    }

    /** Under the monitor: tells the board how the number of unsaved values has changed. */
    private void count() {
        int change = change();
        if (change != 0) {
            storage.board().addUnsaved(change);
        }
    }

    private int change() {
        int before = counted;
        counted = unsaved.size();
        for (StorageAtom<?> atom : failed.keySet()) {
            counted += unsaved.contains(atom) ? 0 : 1;
        }
        return counted - before;
    }

    // ---- timing ----

    /** Sees to it that what is unsaved is written in time. */
    void schedule(AtomStore store) {
        synchronized (this) {
            boolean paused = storage.board().isPaused();
            waiting = paused && !unsaved.isEmpty() ? store : null;
            if (scheduled || !isAnythingToDo(paused)) {
                return;
            }
            scheduled = true;
        }
        StorageOptions options = storage.options();
        try {
            // The clock's thread must not be blocked, so it only hands over.
            store.peek(TimeAtoms.SCHEDULER)
                    .schedule(
                            () -> options.scheduler().schedule(() -> due(store)),
                            delay().toNanos(),
                            TimeUnit.NANOSECONDS);
        } catch (RuntimeException e) {
            synchronized (this) {
                scheduled = false;
            }
            if (!(e instanceof StoreClosedException)) {
                throw e;
            }
        }
    }

    private boolean isAnythingToDo(boolean paused) {
        boolean isToWrite = !unsaved.isEmpty() || failed.values().stream().anyMatch(Failed::again);
        return !unmarked.isEmpty() || (isToWrite && !paused);
    }

    private Duration delay() {
        StorageOptions options = storage.options();
        int attempts = storage.board().attempts();
        if (attempts == 0) {
            return options.writeDelay();
        }
        Duration delay = options.retryFirst().multipliedBy(1L << Math.min(attempts - 1, 30));
        return delay.compareTo(options.retryLongest()) < 0 ? delay : options.retryLongest();
    }

    private void due(AtomStore store) {
        synchronized (this) {
            scheduled = false;
        }
        if (storage.board().isPaused()) {
            announce(store);
            schedule(store);
            return;
        }
        try {
            flush(store, false);
        } catch (StorageException e) {
            // It was reported, and the next attempt is scheduled.
        }
    }

    // ---- writing ----

    /** Writes all that is unsaved; throws the first problem if anything can't be. */
    void flush(AtomStore store) {
        flush(store, true);
    }

    private void flush(AtomStore store, boolean all) {
        Flush flush = new Flush(store, all);
        flushing.lock();
        try {
            flush.run();
        } finally {
            setTaken(Set.of());
            flushing.unlock();
        }
        try {
            announce(store);
        } finally {
            schedule(store);
            storage.changedByStore(flush.written);
            if (!flush.written.isEmpty()) {
                storage.keysChanged();
            }
            flush.problems.forEach(storage::report);
        }
        if (flush.closed && all) {
            awaitEnd();
        }
        if (flush.failure != null) {
            throw flush.failure;
        }
    }

    /** The store was closed while another thread was running listeners, and it will write when they have returned. */
    private void awaitEnd() {
        CountDownLatch end = ended;
        boolean interrupted = false;
        long until = System.nanoTime() + LONGEST_END;
        try {
            while (end != null) {
                try {
                    if (!end.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        throw Reports.notEnded(storage.name());
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One write of everything. Confined to a thread. */
    private final class Flush {

        private final AtomStore store;
        private final boolean all;
        private final Map<StorageAtom<?>, Written<?>> writes = new LinkedHashMap<>();
        private final Map<String, byte @Nullable []> changes = new LinkedHashMap<>();
        /** What to report, once no lock is held: the handler may write and flush. */
        final List<StorageException> problems = new ArrayList<>();

        Set<String> written = Set.of();
        /** Whether the store was closed for this thread. */
        boolean closed;

        private @Nullable StorageException toTryAgain;

        @Nullable
        StorageException failure;

        /**
         * @param all whether to try again what time doesn't help
         */
        Flush(AtomStore store, boolean all) {
            this.store = store;
            this.all = all;
        }

        void run() {
            Set<StorageAtom<?>> atoms = take();
            try (StoreSnapshot snapshot = store.snapshot()) {
                addNewer(atoms, snapshot.get(WriteLog.HEAD));
                for (StorageAtom<?> atom : atoms) {
                    prepare(snapshot, atom);
                }
            } catch (StoreClosedException e) {
                closed = true;
                putBack(atoms);
                return;
            }
            if (!changes.isEmpty()) {
                write();
            }
            if (toTryAgain != null) {
                storage.board().failed(toTryAgain);
            }
        }

        private Set<StorageAtom<?>> take() {
            synchronized (StorageSession.this) {
                Set<StorageAtom<?>> atoms = unsaved;
                unsaved = new LinkedHashSet<>();
                taken = atoms;
                failed.forEach((atom, each) -> {
                    if (all || each.again) {
                        atoms.add(atom);
                    }
                });
                return atoms;
            }
        }

        /**
         * The snapshot may be newer than what was taken, and of what a commit in between wrote all belongs to it: what its log
         * tells, whose listener may still be on its way, and what that listener collected and then cut off.
         */
        private void addNewer(Set<StorageAtom<?>> atoms, @Nullable WriteLog newest) {
            // Of two definitions of a key the one that was written last counts; an older entry must not bring back the
            // other.
            Map<String, StorageAtom<?>> logged = new LinkedHashMap<>();
            for (WriteLog entry = newest; entry != null; entry = entry.previous) {
                if (entry.storage == storage) {
                    logged.putIfAbsent(entry.atom.key(), entry.atom);
                }
            }
            synchronized (StorageSession.this) {
                for (StorageAtom<?> atom : logged.values()) {
                    if (isFirstDefinition(atom)) {
                        atoms.add(atom);
                    }
                }
                atoms.addAll(unsaved);
            }
        }

        private void prepare(StoreSnapshot snapshot, StorageAtom<?> atom) {
            if (!isDefinition(atom)) {
                giveUp(atom, null);
                return;
            }
            Object token = atom.tokenOfNothing();
            try {
                Written<?> write = atom.toStore(snapshot, storage);
                if (write == null || isStored(atom, write)) {
                    giveUp(atom, null);
                    return;
                }
                token = write.token;
                storage.checkOpen(atom.key());
                byte[] bytes = write.removed ? null : encode(snapshot, atom, write);
                if (isFirst(atom)) {
                    checkReplaced(snapshot, atom, write);
                }
                changes.put(atom.key(), bytes);
                writes.put(atom, write);
            } catch (StoreClosedException e) {
                throw e;
            } catch (Throwable e) {
                failed(atom, token, e instanceof StorageException known ? known : notEncoded(atom, e));
            }
        }

        private StorageException notEncoded(StorageAtom<?> atom, Throwable error) {
            return Reports.notEncoded(storage.name(), atom.key(), error);
        }

        /** It alone: the others are stored all the same. */
        private void failed(StorageAtom<?> atom, Object token, StorageException problem) {
            failure = Reports.first(failure, problem);
            boolean again = problem.kind() == Kind.NOT_WRITTEN;
            if (again) {
                toTryAgain = problem;
            }
            if (giveUp(atom, new Failed(token, again))) {
                problems.add(problem);
            }
        }

        /** Nothing is overwritten that was not read. */
        private void checkReplaced(StoreSnapshot snapshot, StorageAtom<?> atom, Written<?> write) {
            Loaded<?> known = atom.loaded(snapshot, storage);
            Loaded<?> replaced = known != null ? known : storage.load(atom);
            if (write.blind && replaced.refused() != null) {
                throw replaced.refused();
            }
            if (replaced.unread()) {
                try {
                    storage.setAside(atom.key());
                } catch (Exception e) {
                    throw Reports.notWritten(storage.name(), Set.of(atom.key()), e);
                }
                synchronized (StorageSession.this) {
                    stored.put(atom, NOTHING);
                }
            }
        }

        private <T extends @Nullable Object> byte[] encode(
                StoreSnapshot snapshot, StorageAtom<T> atom, Written<?> write) {
            byte[] sealed;
            try {
                @SuppressWarnings("unchecked") // it came from this atom
                T value = ((Written<T>) write).value;
                long now = snapshot.get(TimeAtoms.SCHEDULER).now(TimeUnit.MILLISECONDS);
                sealed = new Envelope(atom.codec().version(), now, atom.codec().encode(value)).seal(atom.key());
            } catch (Throwable e) {
                throw notEncoded(atom, e);
            }
            long limit = storage.options().maxBytes();
            if (sealed.length > limit) {
                throw Reports.tooLarge(storage.name(), atom.key(), sealed.length, limit);
            }
            return sealed;
        }

        private void write() {
            long version;
            try {
                version = storage.writeIfOpen(changes);
                written = changes.keySet();
            } catch (StorageException e) {
                failed(e);
                return;
            } catch (Throwable e) {
                failed(Reports.notWritten(storage.name(), changes.keySet(), e));
                return;
            }
            synchronized (StorageSession.this) {
                writes.forEach((atom, write) -> {
                    Stored now = new Stored(write.token, version);
                    stored.put(atom, now);
                    if (storage.isShared()) {
                        unmarked.put(atom, now);
                    }
                    failed.remove(atom);
                });
                storage.board().succeeded(change());
            }
        }

        private void failed(StorageException problem) {
            failure = Reports.first(failure, problem);
            synchronized (StorageSession.this) {
                unsaved.addAll(writes.keySet());
                failed.keySet().removeAll(writes.keySet());
                count();
            }
            if (storage.board().failed(problem)) {
                problems.add(problem);
            }
        }
    }

    /** Another thread is closing the store, and will be the last to flush. */
    private synchronized void putBack(Set<StorageAtom<?>> atoms) {
        unsaved.addAll(atoms);
        count();
    }

    /** Whoever closes the store is told if something could not be stored, and then it is gone. */
    private void flushLast(AtomStore store) {
        try {
            flush(store);
        } finally {
            forget();
            CountDownLatch end = ended;
            if (end != null) {
                end.countDown();
            }
        }
    }

    private synchronized void forget() {
        unsaved.clear();
        failed.clear();
        unmarked.clear();
        count();
    }

    private synchronized void setTaken(Set<StorageAtom<?>> atoms) {
        taken = atoms;
    }

    private synchronized boolean isDefinition(StorageAtom<?> atom) {
        return definition(atom.key()) == atom;
    }

    private synchronized boolean isFirst(StorageAtom<?> atom) {
        return storedToken(atom) == atom.tokenOfNothing();
    }

    /** Whether that is news. */
    private synchronized boolean giveUp(StorageAtom<?> atom, @Nullable Failed why) {
        Failed before = why == null ? failed.remove(atom) : failed.put(atom, why);
        count();
        return why != null && (before == null || before.token != why.token);
    }
}
