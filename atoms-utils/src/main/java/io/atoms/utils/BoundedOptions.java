package io.atoms.utils;

import com.github.benmanes.caffeine.cache.Ticker;
import io.atoms.Atom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/** What the builder of a {@link BoundedFamily} has collected. A maximum below 0 is none. */
record BoundedOptions<K, A extends Atom<?>>(
        Function<? super K, ? extends A> factory,
        long maximum,
        ToIntBiFunction<? super K, ? super A> weigher,
        @Nullable Duration afterAccess,
        @Nullable Duration afterWrite,
        boolean weakValues,
        Ticker ticker,
        Executor executor,
        BoundedFamily.@Nullable RemovalHook<? super K, ? super A> removalHook,
        BoundedFamily.@Nullable MountHook<? super K, ? super A> mountHook) {

    boolean bounded() {
        return maximum >= 0 || afterAccess != null || afterWrite != null || weakValues;
    }

    int weightOf(K key, A atom) {
        int weight = weigher.applyAsInt(key, atom);
        if (weight < 0) {
            throw new IllegalArgumentException(
                    "The weigher gave " + weight + " for " + atom.name() + "; it must give 0 or more.");
        }
        return weight;
    }
}
