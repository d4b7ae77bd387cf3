package io.atoms.utils;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.atoms.Atom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Translates the options of a {@link BoundedFamily} for Caffeine. */
final class BoundedCache {

    private BoundedCache() {}

    static <K, A extends Atom<?>> Cache<K, Pinnable<A>> build(BoundedOptions<K, A> options) {
        Caffeine<Object, Object> caffeine =
                Caffeine.newBuilder().ticker(options.ticker()).executor(options.executor());
        if (options.weakValues()) {
            caffeine.weakValues();
        }
        Caffeine<K, Pinnable<A>> typed = caffeine.removalListener(new Listener<>(options.removalHook()));
        if (options.maximum() >= 0) {
            // An entry without weight is never evicted for size.
            typed = typed.maximumWeight(options.maximum()).weigher((key, entry) -> entry.pinned() ? 0 : entry.weight);
        }
        if (options.afterAccess() != null || options.afterWrite() != null) {
            typed = typed.expireAfter(new TimeToLive<>(options.afterAccess(), options.afterWrite()));
        }
        return typed.build();
    }

    private record Listener<K, A extends Atom<?>>(BoundedFamily.@Nullable RemovalHook<? super K, ? super A> hook)
            implements com.github.benmanes.caffeine.cache.RemovalListener<K, Pinnable<A>> {
        @Override
        public void onRemoval(@Nullable K key, @Nullable Pinnable<A> entry, RemovalCause cause) {
            if (hook != null && key != null) {
                hook.removed(key, entry == null ? null : entry.atom(), cause);
            }
        }
    }

    /** Both expiries in one, because a pinned entry has neither. Asked again whenever an entry is written anew. */
    private static final class TimeToLive<K, A extends Atom<?>> implements Expiry<K, Pinnable<A>> {

        private final long access;
        private final long write;

        TimeToLive(@Nullable Duration access, @Nullable Duration write) {
            this.access = nanos(access);
            this.write = nanos(write);
        }

        /** The nanoseconds of a duration; for ever if there is none, or it is too long to count. */
        private static long nanos(@Nullable Duration duration) {
            return duration == null || duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0
                    ? Long.MAX_VALUE
                    : duration.toNanos();
        }

        private long remaining(Pinnable<A> entry, long now) {
            if (entry.pinned()) {
                return Long.MAX_VALUE;
            }
            long left = write == Long.MAX_VALUE ? write : Math.max(0, write - (now - entry.made));
            return Math.min(access, left);
        }

        @Override
        public long expireAfterCreate(K key, Pinnable<A> entry, long now) {
            return remaining(entry, now);
        }

        @Override
        public long expireAfterUpdate(K key, Pinnable<A> entry, long now, long currentDuration) {
            return remaining(entry, now);
        }

        @Override
        public long expireAfterRead(K key, Pinnable<A> entry, long now, long currentDuration) {
            return remaining(entry, now);
        }
    }
}
