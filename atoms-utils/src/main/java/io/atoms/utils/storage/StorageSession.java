package io.atoms.utils.storage;

import io.atoms.AtomStore;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import io.atoms.utils.TimeAtoms;
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
 * unsaved a timer refers to the store, so that what nobody refers to any more is still written.
 */
final class StorageSession {

    private static final int FEW = 1000;

    private final Storage storage;
    private final ReentrantLock flushing = new ReentrantLock();

    // Guarded by this.
    private boolean followed;
    private boolean scheduled;
    /** What may differ from what is stored. */
    private Set<StorageAtom<?>> unsaved = new LinkedHashSet<>();
    /** What can't be stored, as it is now, and was reported. Only a new write or {@code flush} tries it again. */
    private final Map<StorageAtom<?>, Hopeless> hopeless = new HashMap<>();
    /** The token of the write that is stored, of each atom that was written here. */
    private final Map<StorageAtom<?>, Object> stored = new WeakHashMap<>();

    private final Map<String, WeakReference<StorageAtom<?>>> definitions = new HashMap<>();
    /** At how many those that were collected are removed. */
    private int definitionsToPrune = FEW;

    private int counted;

    StorageSession(Storage storage) {
        this.storage = storage;
    }

    private record Hopeless(Object token, StorageException why) {}

    // ---- collecting ----

    /** Begins to follow the store's writes, at the first call. */
    void follow(AtomStore store) {
        synchronized (this) {
            if (followed) {
                return;
            }
            followed = true;
        }
        WeakReference<AtomStore> weak = new WeakReference<>(store);
        try {
            store.subscribe(WriteLog.HEAD, (before, now) -> logged(weak, before, now));
            store.effect(context -> context.onCleanup(() -> flush(store)));
        } catch (StoreClosedException e) {
            // It has no more writes.
        }
    }

    /**
     * The first write of an atom, after its commit: the session may not have listened yet.
     *
     * @throws StorageException if there is another definition with this key
     */
    void wrote(AtomStore store, StorageAtom<?> atom) {
        synchronized (this) {
            if (!collect(atom)) {
                throw Reports.twoDefinitions(atom.key());
            }
            count();
        }
        schedule(store);
    }

    /** Under the monitor. False if there is another definition with this key, which alone is stored. */
    private boolean collect(StorageAtom<?> atom) {
        WeakReference<StorageAtom<?>> known = definitions.get(atom.key());
        StorageAtom<?> first = known == null ? null : known.get();
        if (first != null && first != atom) {
            return false;
        }
        if (first == null) {
            if (definitions.size() >= definitionsToPrune) {
                definitions.values().removeIf(each -> each.refersTo(null));
                definitionsToPrune = 2 * definitions.size() + FEW;
            }
            definitions.put(atom.key(), new WeakReference<>(atom));
            stored.put(atom, atom.tokenOfNothing());
        }
        unsaved.add(atom);
        return true;
    }

    private void logged(WeakReference<AtomStore> weak, @Nullable WriteLog before, @Nullable WriteLog now) {
        AtomStore store = weak.get();
        if (store == null) {
            return;
        }
        boolean restored;
        synchronized (this) {
            WriteLog entry = now;
            while (entry != null && entry != before) {
                if (entry.storage == storage) {
                    collect(entry.atom);
                }
                entry = entry.previous;
            }
            restored = entry != before;
            if (restored) {
                unsaved.addAll(stored.keySet());
            }
            count();
        }
        if (before != null) {
            before.previous = null;
        }
        if (restored && storage.isShared()) {
            writeAgain(store);
        }
        schedule(store);
    }

    /** What a restored snapshot brought back is a new write for all who share the storage. */
    private void writeAgain(AtomStore store) {
        List<StorageAtom<?>> atoms;
        synchronized (this) {
            atoms = new ArrayList<>(unsaved);
        }
        store.transaction(tx -> {
            for (StorageAtom<?> atom : atoms) {
                Written<?> write = atom.toStore(tx, storage);
                if (write != null && !isStored(atom, write)) {
                    atom.mark(tx, write, Written.UNSAVED);
                }
            }
        });
    }

    private synchronized boolean isStored(StorageAtom<?> atom, Written<?> write) {
        return stored.get(atom) == write.token;
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
        counted = unsaved.size() + hopeless.size();
        return counted - before;
    }

    // ---- timing ----

    /** Sees to it that what is unsaved is written in time. */
    void schedule(AtomStore store) {
        synchronized (this) {
            if (scheduled || unsaved.isEmpty() || storage.board().isPaused()) {
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
            flushing.unlock();
            schedule(store);
        }
        flush.announce();
        if (flush.failure != null) {
            throw flush.failure;
        }
    }

    /** One write of everything. Confined to a thread. */
    private final class Flush {

        private final AtomStore store;
        private final boolean all;
        private final Map<StorageAtom<?>, Written<?>> writes = new LinkedHashMap<>();
        private final Map<String, byte @Nullable []> changes = new LinkedHashMap<>();
        private final Set<String> unread = new LinkedHashSet<>();
        private long version;
        private @Nullable StorageException failure;

        /**
         * @param all whether to try again what is hopeless
         */
        Flush(AtomStore store, boolean all) {
            this.store = store;
            this.all = all;
        }

        void run() {
            Set<StorageAtom<?>> atoms = take();
            if (atoms.isEmpty()) {
                return;
            }
            try (StoreSnapshot snapshot = store.snapshot()) {
                for (StorageAtom<?> atom : atoms) {
                    prepare(snapshot, atom);
                }
            } catch (StoreClosedException e) {
                return;
            }
            if (!changes.isEmpty()) {
                write();
            }
        }

        private Set<StorageAtom<?>> take() {
            // The listener of a commit that is published may still be on its way, so the log is asked too.
            WriteLog entry = store.isClosed() ? null : store.peek(WriteLog.HEAD);
            synchronized (StorageSession.this) {
                while (entry != null) {
                    if (entry.storage == storage) {
                        collect(entry.atom);
                    }
                    entry = entry.previous;
                }
                Set<StorageAtom<?>> atoms = unsaved;
                unsaved = new LinkedHashSet<>();
                if (all) {
                    atoms.addAll(hopeless.keySet());
                }
                return atoms;
            }
        }

        private void prepare(StoreSnapshot snapshot, StorageAtom<?> atom) {
            Written<?> write = atom.toStore(snapshot, storage);
            if (write == null || isStored(atom, write)) {
                giveUp(atom, null);
                return;
            }
            try {
                storage.checkOpen(atom.key());
                if (isFirst(atom)) {
                    checkReplaced(snapshot, atom, write);
                }
                changes.put(atom.key(), write.removed ? null : encode(atom, write));
                writes.put(atom, write);
            } catch (StorageException e) {
                failure = Reports.first(failure, e);
                if (giveUp(atom, new Hopeless(write.token, e))) {
                    storage.report(e);
                }
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
                unread.add(atom.key());
            }
        }

        private <T extends @Nullable Object> byte[] encode(StorageAtom<T> atom, Written<?> write) {
            byte[] sealed;
            try {
                @SuppressWarnings("unchecked") // it came from this atom
                T value = ((Written<T>) write).value;
                long now = store.peek(TimeAtoms.SCHEDULER).now(TimeUnit.MILLISECONDS);
                sealed = new Envelope(atom.codec().version(), now, atom.codec().encode(value)).seal(atom.key());
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                throw Reports.notEncoded(storage.name(), atom.key(), e);
            }
            long limit = storage.options().maxBytes();
            if (sealed.length > limit) {
                throw Reports.tooLarge(storage.name(), atom.key(), sealed.length, limit);
            }
            return sealed;
        }

        private void write() {
            try {
                for (String key : unread) {
                    storage.setAside(key);
                }
                version = storage.write(changes);
            } catch (Throwable e) {
                failed(Reports.notWritten(storage.name(), changes.keySet(), e));
                return;
            }
            synchronized (StorageSession.this) {
                writes.forEach((atom, write) -> {
                    stored.put(atom, write.token);
                    hopeless.remove(atom);
                });
                storage.board().succeeded(change());
            }
        }

        private void failed(StorageException problem) {
            failure = Reports.first(failure, problem);
            synchronized (StorageSession.this) {
                unsaved.addAll(writes.keySet());
                hopeless.keySet().removeAll(writes.keySet());
                count();
            }
            boolean news = storage.board().attempts() == 0;
            storage.board().failed(problem);
            if (news) {
                storage.report(problem);
            }
        }

        /** To those who use the storage, after all locks were released. */
        void announce() {
            if (version == 0) {
                return;
            }
            storage.keysChanged();
            if (!storage.isShared()) {
                return;
            }
            try {
                store.transaction(tx -> writes.forEach((atom, write) -> atom.mark(tx, write, version)));
            } catch (StoreClosedException e) {
                // Then nobody reads there what is newest.
            }
            storage.changedByStore(changes.keySet());
        }
    }

    private synchronized boolean isFirst(StorageAtom<?> atom) {
        return stored.get(atom) == atom.tokenOfNothing();
    }

    /** Whether that is news. */
    private synchronized boolean giveUp(StorageAtom<?> atom, @Nullable Hopeless why) {
        Hopeless before = why == null ? hopeless.remove(atom) : hopeless.put(atom, why);
        count();
        return why != null && (before == null || before.token != why.token);
    }
}
