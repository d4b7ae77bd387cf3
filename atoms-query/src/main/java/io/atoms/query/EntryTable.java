package io.atoms.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Weigher;
import io.atoms.query.CacheEvent.Cause;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * All entries by key. Caffeine decides which of those that rest are dropped when there are too many; entries in use are
 * not in it, so it can't drop one. An entry that comes into use while it is dropped stays: the entry itself decides, under
 * its lock.
 *
 * <p>Threads: Caffeine calls its listener while it cleans up, which may be inside any call here; so what it dropped is
 * queued, and dealt with after the call.
 */
final class EntryTable {

    private final ConcurrentMap<QueryKey<?>, Entry<?>> entries = new ConcurrentHashMap<>();
    private final Cache<QueryKey<?>, Entry<?>> resting;
    private final Queue<Entry<?>> dropped = new ConcurrentLinkedQueue<>();
    private final DefaultQueryClient client;
    private final boolean bounded;

    EntryTable(DefaultQueryClient client, Bound bound) {
        this.client = client;
        this.bounded = bound.most() != Long.MAX_VALUE;
        this.resting = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(bounded ? bound.most() : Long.MAX_VALUE / 2)
                .weigher((Weigher<QueryKey<?>, Entry<?>>) (key, entry) -> weigh(bound, entry))
                .removalListener((key, entry, cause) -> dropped(entry, cause))
                .build();
    }

    private int weigh(Bound bound, Entry<?> entry) {
        try {
            return bound.weigh(entry.state().data());
        } catch (Throwable error) {
            client.problems().report("weigher", error);
            return 1;
        }
    }

    private void dropped(@Nullable Entry<?> entry, RemovalCause cause) {
        if (entry != null && cause == RemovalCause.SIZE) {
            dropped.add(entry);
        }
    }

    /** The entry of a key; null if there is none. */
    <T> @Nullable Entry<T> find(QueryKey<T> key) {
        return Unchecked.cast(entries.get(key));
    }

    /** The entry of a key, made if there is none. It may die before the caller uses it. */
    <T> Entry<T> get(QueryKey<T> key) {
        Entry<T> present = find(key);
        if (present != null) {
            return present;
        }
        Entry<T> made = new Entry<>(key, client);
        Entry<T> other = Unchecked.cast(entries.putIfAbsent(key, made));
        if (other != null) {
            return other;
        }
        if (client.isClosed()) { // whoever closes it may have looked at all entries before this one was there
            made.close();
            client.ensureOpen();
        }
        client.added(made);
        return made;
    }

    Collection<Entry<?>> all() {
        return entries.values();
    }

    int size() {
        return entries.size();
    }

    /** The entry is dead. */
    void remove(Entry<?> entry) {
        entries.remove(entry.key(), entry);
        if (bounded) {
            resting.asMap().remove(entry.key(), entry);
        }
    }

    /** It is no candidate for dropping any more. */
    void inUse(Entry<?> entry) {
        if (bounded) {
            resting.asMap().remove(entry.key(), entry);
        }
    }

    /** It is a candidate for dropping from now on. */
    void resting(Entry<?> entry) {
        if (bounded) {
            resting.put(entry.key(), entry);
            if (entry.isDead()) {
                replaced(entry);
            }
            dropAll();
        }
    }

    /** It died while it was put, which may have been in place of the next entry of its key. */
    private <T> void replaced(Entry<T> dead) {
        resting.asMap().remove(dead.key(), dead);
        Entry<T> next = find(dead.key());
        if (next != null && next != dead) {
            next.rest();
        }
    }

    /** It was read, which makes it a less likely candidate. */
    void read(Entry<?> entry) {
        if (bounded) {
            Entry<?> unused = resting.getIfPresent(entry.key());
            dropAll();
        }
    }

    private void dropAll() {
        Entry<?> entry;
        while ((entry = dropped.poll()) != null) {
            entry.collect(Cause.EVICTED);
        }
    }
}
