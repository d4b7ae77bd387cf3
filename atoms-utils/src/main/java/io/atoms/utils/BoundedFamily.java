package io.atoms.utils;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.MountContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A family that forgets atoms by itself: the least useful ones when there are too many, those that nobody asked for in a
 * while, those that are too old, or those that nobody refers to. An observed atom is never evicted.
 *
 * <pre>{@code
 * BoundedFamily<Integer, PrimitiveAtom<String>> notes = BoundedFamily
 *         .<Integer, PrimitiveAtom<String>>builder(id -> Atom.of(""))
 *         .maximumSize(1_000)
 *         .expireAfterAccess(Duration.ofMinutes(10))
 *         .onRemoval((id, note, cause) -> log(id + " " + cause))
 *         .build()
 *         .named("note");
 * }</pre>
 *
 * <p><b>Rules.</b> Evicting an atom is like removing it: its value in a store is not touched, who still holds the atom
 * goes on with it, and the next {@link #of} for the key makes a new one, with the initial value. An atom that is observed
 * in any store is pinned: it does not expire, and does not count for size and weight. When its last observer has left,
 * access expiry starts anew and write expiry counts from when it was made. An evicted atom that becomes observed
 * before its key has another one comes back into the family; a removed one does not. A store that is collected without
 * having been closed lets go of its pins.
 *
 * <p>The family uses {@link Atom#onMount} of its atoms to know which are observed, and so takes the place of what the
 * factory had given there: give that to {@link Builder#onMount}.
 *
 * <p><b>Threads.</b> Safe for use by many threads, also inside read functions. Evictions happen in the course of other
 * calls and on the {@linkplain Builder#executor executor}, so for a moment there may be more atoms than the bound allows.
 * Time comes from the {@linkplain Builder#ticker ticker}; what has expired is never returned, but is told of later.
 *
 * <p><b>Errors.</b> What the removal hook throws is logged by Caffeine. What the factory throws reaches the caller.
 *
 * @param <K> the type of the key
 * @param <A> the type of the atoms
 */
public final class BoundedFamily<K, A extends Atom<?>> implements AtomFamily<K, A> {

    private final BoundedOptions<K, A> options;

    /** Makes and names an atom, as a family of the core does; it is emptied at once. */
    private final AtomFamily<K, A> maker;

    private final Cache<K, Pinnable<A>> cache;

    private BoundedFamily(BoundedOptions<K, A> options, @Nullable String name) {
        this.options = options;
        AtomFamily<K, A> unnamed = Atom.family(options.factory());
        this.maker = name == null ? unnamed : unnamed.named(name);
        this.cache = BoundedCache.build(options);
    }

    /**
     * Told of each atom that leaves a family, after it has left.
     *
     * @param <K> the type of the key
     * @param <A> the type of the atoms
     */
    @FunctionalInterface
    public interface RemovalHook<K, A> {
        /**
         * Called once for each atom that was evicted or removed.
         *
         * @param key the key
         * @param atom the atom; null if it was collected
         * @param cause {@code SIZE}, {@code EXPIRED}, {@code COLLECTED}, or {@code EXPLICIT} for {@link #remove}
         */
        void removed(K key, @Nullable A atom, RemovalCause cause);
    }

    /**
     * What atoms of a family do when they become observed, see {@link Atom#onMount}.
     *
     * @param <K> the type of the key
     * @param <A> the type of the atoms
     */
    @FunctionalInterface
    public interface MountHook<K, A> {
        /**
         * Called when the atom became observed in a store; what it returns, if not null, when it stops being so.
         *
         * @param key whose atom
         * @param atom what became observed
         * @param context gives the store, and writes the atom
         * @return the cleanup, or null
         */
        @Nullable
        Runnable mounted(K key, A atom, MountContext<?> context);
    }

    /**
     * Options of a family, of which at least one must bound it.
     *
     * @param <K> the type of the keys
     * @param <A> the type of the atoms
     * @param factory makes the atom of a key
     * @return the builder
     */
    public static <K, A extends Atom<?>> Builder<K, A> builder(Function<? super K, ? extends A> factory) {
        return new Builder<>(Objects.requireNonNull(factory, "factory"));
    }

    /** The atom of the key, made if it is not present. Counts as an access. */
    @Override
    public A of(K key) {
        Pinnable<A> known = cache.getIfPresent(Objects.requireNonNull(key, "key"));
        if (known != null) {
            return known.atom();
        }
        // Not Cache.get with a function, so that the factory may ask the family for other keys.
        Pinnable<A> made = make(key);
        Pinnable<A> first = cache.asMap().putIfAbsent(key, made);
        return first == null ? made.atom() : first.atom();
    }

    private Pinnable<A> make(K key) {
        try {
            A atom = maker.of(key);
            return new Pinnable<>(
                    atom,
                    options.ticker().read(),
                    options.weightOf(key, atom),
                    (pinnable, context) -> mounted(key, pinnable, context));
        } finally {
            maker.remove(key);
        }
    }

    private @Nullable Runnable mounted(K key, Pinnable<A> pinnable, MountContext<?> context) {
        Runnable unpin = pinnable.pin(context.store(), () -> unpinned(key, pinnable));
        try {
            cache.asMap().compute(key, (same, present) -> present != null || pinnable.removed ? present : pinnable);
            MountHook<? super K, ? super A> hook = options.mountHook();
            Runnable cleanup = hook == null ? null : hook.mounted(key, pinnable.atom(), context);
            return cleanup == null ? unpin : () -> both(cleanup, unpin);
        } catch (Throwable error) {
            unpin.run();
            throw error;
        }
    }

    private static void both(Runnable cleanup, Runnable unpin) {
        try {
            cleanup.run();
        } finally {
            unpin.run();
        }
    }

    /** Writes the entry anew, so that its weight and its time to live are asked for again. */
    private void unpinned(K key, Pinnable<A> pinnable) {
        if (cache.policy().getIfPresentQuietly(key) == pinnable) {
            cache.asMap().computeIfPresent(key, (same, present) -> present);
        }
    }

    @Override
    public @Nullable A find(K key) {
        Pinnable<A> known = cache.getIfPresent(Objects.requireNonNull(key, "key"));
        return known == null ? null : known.atom();
    }

    @Override
    public boolean remove(K key) {
        Removing<A> removing = new Removing<>();
        cache.asMap().computeIfPresent(Objects.requireNonNull(key, "key"), removing::take);
        return removing.done;
    }

    /** Marks the entry inside the removal, so that a mount at the same time either sees the mark or is removed too. */
    private static final class Removing<A extends Atom<?>> {
        private boolean done;

        @Nullable
        Pinnable<A> take(Object key, Pinnable<A> present) {
            present.removed = true;
            done = true;
            return null;
        }
    }

    @Override
    public int removeIf(Predicate<? super K> predicate) {
        int removed = 0;
        for (K key : new ArrayList<>(cache.asMap().keySet())) {
            if (predicate.test(key) && remove(key)) {
                removed++;
            }
        }
        return removed;
    }

    @Override
    public Set<K> keys() {
        return Set.copyOf(cache.asMap().keySet());
    }

    /** Evicts now what is due. Otherwise that happens in the course of other calls. */
    public void cleanUp() {
        cache.cleanUp();
    }

    @Override
    public String name() {
        return maker.name();
    }

    /** Returns a new, empty family with the same options; see {@link AtomFamily#named}. */
    @Override
    public BoundedFamily<K, A> named(String newName) {
        return new BoundedFamily<>(options, Objects.requireNonNull(newName, "name"));
    }

    @Override
    public String toString() {
        return "BoundedFamily[" + name() + "]";
    }

    /**
     * The options of a family, of which at least one must bound it. Not safe for use by several threads; {@link #build}
     * may be called again and makes another family.
     *
     * @param <K> the type of the key
     * @param <A> the type of the atoms
     */
    public static final class Builder<K, A extends Atom<?>> {

        private final Function<? super K, ? extends A> factory;
        private long maximum = -1;
        private ToIntBiFunction<? super K, ? super A> weigher = (key, atom) -> 1;
        private @Nullable Duration afterAccess;
        private @Nullable Duration afterWrite;
        private boolean weakValues;
        private Ticker ticker = Ticker.systemTicker();
        private Executor executor = ForkJoinPool.commonPool();
        private @Nullable RemovalHook<? super K, ? super A> removalHook;
        private @Nullable MountHook<? super K, ? super A> mountHook;

        private Builder(Function<? super K, ? extends A> factory) {
            this.factory = factory;
        }

        /**
         * How many atoms there may be that nobody observes. Default: no limit. Not together with a weight.
         *
         * @param atoms how many; not negative
         * @return this builder
         */
        public Builder<K, A> maximumSize(long atoms) {
            maximum(atoms);
            return this;
        }

        /**
         * How much the atoms that nobody observes may weigh together. The weigher is called once for an atom, when it is
         * made, and gives a number from 0 up; an atom of weight 0 is not evicted for weight. Default: no limit. Not
         * together with a size.
         *
         * @param weight the sum of the weights; not negative
         * @param weigher the weight of an atom, given its key
         * @return this builder
         */
        public Builder<K, A> maximumWeight(long weight, ToIntBiFunction<? super K, ? super A> weigher) {
            this.weigher = Objects.requireNonNull(weigher, "weigher");
            maximum(weight);
            return this;
        }

        private void maximum(long newMaximum) {
            if (newMaximum < 0) {
                throw new IllegalArgumentException("the maximum must not be negative, was " + newMaximum);
            }
            if (maximum >= 0) {
                throw new IllegalArgumentException(
                        "The maximum is given already. A family has a maximumSize or a maximumWeight, once.");
            }
            maximum = newMaximum;
        }

        /**
         * Evicts an atom that nobody observed, and that {@link #of} and {@link #find} were not asked for, for this time.
         * Default: never.
         *
         * @param time how long; positive
         * @return this builder
         */
        public Builder<K, A> expireAfterAccess(Duration time) {
            afterAccess = positive(time);
            return this;
        }

        /**
         * Evicts an atom that was made this time ago, as soon as nobody observes it. Default: never.
         *
         * @param time how long; positive
         * @return this builder
         */
        public Builder<K, A> expireAfterWrite(Duration time) {
            afterWrite = positive(time);
            return this;
        }

        private static Duration positive(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("the time of an expiry must be positive, was " + time);
            }
            return time;
        }

        /**
         * Evicts an atom that nobody but the family refers to, when the garbage collector finds it. Default: off.
         *
         * @return this builder
         */
        public Builder<K, A> weakValues() {
            weakValues = true;
            return this;
        }

        /**
         * Where the time comes from. Default: {@link Ticker#systemTicker()}.
         *
         * @param ticker tells the time
         * @return this builder
         */
        public Builder<K, A> ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Where evictions are worked out and the removal hook is called. Default: {@link ForkJoinPool#commonPool()}. With
         * {@code Runnable::run} that is the thread that happens to use the family, which is good for tests; in a program
         * a hook that writes would then fail if that thread is inside a read function.
         *
         * @param executor does the work
         * @return this builder
         */
        public Builder<K, A> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Is told of each atom that leaves. This is the place to take what belongs to it along: to reset it in the stores
         * that used it, or to delete what was stored under its key. Default: none.
         *
         * @param hook is told the key, the atom and why
         * @return this builder
         */
        public Builder<K, A> onRemoval(RemovalHook<? super K, ? super A> hook) {
            removalHook = Objects.requireNonNull(hook, "hook");
            return this;
        }

        /**
         * What the atoms do when they become observed. Takes the place of their own {@link Atom#onMount}. Default: none.
         *
         * @param hook is called for each atom that becomes observed
         * @return this builder
         */
        public Builder<K, A> onMount(MountHook<? super K, ? super A> hook) {
            mountHook = Objects.requireNonNull(hook, "hook");
            return this;
        }

        /**
         * Makes an empty family.
         *
         * @return the family
         * @throws IllegalArgumentException if nothing bounds it
         */
        public BoundedFamily<K, A> build() {
            BoundedOptions<K, A> options = new BoundedOptions<>(
                    factory,
                    maximum,
                    weigher,
                    afterAccess,
                    afterWrite,
                    weakValues,
                    ticker,
                    executor,
                    removalHook,
                    mountHook);
            if (!options.bounded()) {
                throw new IllegalArgumentException(
                        "A BoundedFamily needs a bound: give it a maximumSize, maximumWeight,"
                                + " expireAfterAccess, expireAfterWrite or weakValues, or use Atom.family, which has none.");
            }
            return new BoundedFamily<>(options, null);
        }
    }
}
