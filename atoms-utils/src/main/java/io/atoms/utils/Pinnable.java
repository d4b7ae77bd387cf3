package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.MountContext;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a {@link BoundedFamily}: an atom, and by how many stores it is observed. The atom's mount function refers
 * to the entry, so a cache that refers to the entry weakly keeps it exactly as long as somebody has the atom.
 */
final class Pinnable<A extends Atom<?>> {

    /** One thread for all families; it only counts down pins of stores that were collected unclosed. */
    private static final Cleaner STORES = Cleaner.create();

    private final A atom;
    private final AtomicInteger pins = new AtomicInteger();

    /** Nanoseconds of the family's ticker. */
    final long made;

    /** What the family's weigher said; pinned entries weigh nothing. */
    final int weight;

    /** Was removed by the user, so it must not come back. Written inside the cache's atomic operations on the key. */
    volatile boolean removed;

    Pinnable(
            A atom,
            long made,
            int weight,
            BiFunction<Pinnable<A>, MountContext<?>, ? extends @Nullable Runnable> mount) {
        this.atom = mounting(atom, context -> mount.apply(this, context));
        this.made = made;
        this.weight = weight;
    }

    @SuppressWarnings("unchecked") // onMount returns the type it is called on
    private static <A extends Atom<?>> A mounting(
            A atom, Function<MountContext<?>, ? extends @Nullable Runnable> mount) {
        return (A) atom.onMount(mount);
    }

    A atom() {
        return atom;
    }

    boolean pinned() {
        return pins.get() > 0;
    }

    /**
     * Pins the entry until the returned function is run, or the store is collected, whichever comes first. The cleaner
     * runs the action at most once, and the action does not refer to the store.
     */
    Runnable pin(AtomStore store, Runnable whenUnpinned) {
        pins.incrementAndGet();
        Cleaner.Cleanable registration = STORES.register(store, () -> {
            if (pins.decrementAndGet() == 0) {
                whenUnpinned.run();
            }
        });
        return registration::clean;
    }
}
