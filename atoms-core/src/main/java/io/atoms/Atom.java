package io.atoms;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The immutable definition of a piece of state. An atom holds no value: an {@link AtomStore} does, so one atom has an
 * independent value in every store. Its identity is its equality; two calls of the same factory give two atoms, and
 * every option ({@link #named}, {@link #equality}, {@link #onMount}) returns a new one.
 *
 * <pre>{@code
 * PrimitiveAtom<Integer> count = Atom.of(1).named("count");
 * Atom<Integer> twice = Atom.derived(get -> get.get(count) * 2);
 *
 * try (AtomStore store = AtomStore.create()) {
 *     store.set(count, 21);
 *     System.out.println(store.get(twice)); // 42
 * }
 * }</pre>
 *
 * <p><b>Rules.</b> A derived atom is computed at its first read in a store and cached there. Its dependencies are what
 * its last run read. It is recomputed at most once per commit, only if a dependency really changed, and only if it is
 * observed or read. Read functions must be pure: they may run at any time, on any thread that reads, writes or holds
 * a snapshot, and while the writers' lock is held; they may not write.
 *
 * <p><b>Threads.</b> Immutable and safe to share; most programs keep atoms in static fields. A store does not keep an
 * unobserved atom alive, and an atom keeps no store alive.
 *
 * @param <T> the type of the value; may be nullable
 */
public sealed interface Atom<T extends @Nullable Object> permits WritableAtom, AsyncAtom, AbstractAtom {

    /** {@return the name given by {@link #named}, or {@code Atom#n} with a number that is unique in the process} */
    String name();

    /**
     * Returns a new definition, equal to this one but for its name.
     *
     * @param name what messages, inspections and logs call it
     * @return the new definition
     */
    Atom<T> named(String name);

    /**
     * Returns a new definition that uses the given equality to tell whether a value changed. It is asked only about
     * two values that are not the same instance, one of which may be null. The default is
     * {@link java.util.Objects#equals}. It runs under the writers' lock and must be pure. If it throws, a write throws
     * that; for a derived atom it is the atom's error.
     *
     * @param equality whether two values are the same
     * @return the new definition
     */
    Atom<T> equality(BiPredicate<? super T, ? super T> equality);

    /**
     * Returns a new definition that calls the function when the atom becomes observed in a store, after its
     * dependencies did, and the returned cleanup (if not null) when it stops being observed. Both run after the
     * commit, outside the lock, like a listener. Re-subscribing inside one commit calls neither.
     *
     * @param mount is given the store and the atom; returns the cleanup, or null
     * @return the new definition
     */
    Atom<T> onMount(Function<? super MountContext<T>, ? extends @Nullable Runnable> mount);

    /**
     * A primitive atom: it has the initial value until it is written.
     *
     * @param <T> the type of the value
     * @param initial the value until the first write, and after a reset
     * @return the definition
     */
    static <T extends @Nullable Object> PrimitiveAtom<T> of(T initial) {
        return new PrimitiveDefinition<>(initial);
    }

    /**
     * A derived atom: its value is what the function computes from the atoms it reads.
     *
     * @param <T> the type of the value
     * @param read computes the value; pure
     * @return the definition
     */
    static <T extends @Nullable Object> Atom<T> derived(Function<? super Getter, ? extends T> read) {
        return new DerivedDefinition<>(read);
    }

    /**
     * A derived atom of one dependency.
     *
     * @param <A> the type of the dependency's value
     * @param <T> the type of the value
     * @param atom the dependency
     * @param function from its value to the new atom's; pure
     * @return the definition
     */
    static <A extends @Nullable Object, T extends @Nullable Object> Atom<T> map(
            Atom<A> atom, Function<? super A, ? extends T> function) {
        return Combinations.map(atom, function);
    }

    /**
     * A derived atom of two dependencies.
     *
     * @param <A> the type of the first dependency's value
     * @param <B> the type of the second one's
     * @param <T> the type of the value
     * @param a the first dependency
     * @param b the second one
     * @param function from their values to the new atom's; pure
     * @return the definition
     */
    static <A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object> Atom<T> combine(
            Atom<A> a, Atom<B> b, BiFunction<? super A, ? super B, ? extends T> function) {
        return Combinations.combine(a, b, function);
    }

    /**
     * A derived atom of three dependencies.
     *
     * @param <A> the type of the first dependency's value
     * @param <B> the type of the second one's
     * @param <C> the type of the third one's
     * @param <T> the type of the value
     * @param a the first dependency
     * @param b the second one
     * @param c the third one
     * @param function from their values to the new atom's; pure
     * @return the definition
     */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    T extends @Nullable Object>
            Atom<T> combine(
                    Atom<A> a, Atom<B> b, Atom<C> c, Function3<? super A, ? super B, ? super C, ? extends T> function) {
        return Combinations.combine(a, b, c, function);
    }

    /**
     * A derived atom of four dependencies.
     *
     * @param <A> the type of the first dependency's value
     * @param <B> the type of the second one's
     * @param <C> the type of the third one's
     * @param <D> the type of the fourth one's
     * @param <T> the type of the value
     * @param a the first dependency
     * @param b the second one
     * @param c the third one
     * @param d the fourth one
     * @param function from their values to the new atom's; pure
     * @return the definition
     */
    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    T extends @Nullable Object>
            Atom<T> combine(
                    Atom<A> a,
                    Atom<B> b,
                    Atom<C> c,
                    Atom<D> d,
                    Function4<? super A, ? super B, ? super C, ? super D, ? extends T> function) {
        return Combinations.combine(a, b, c, d, function);
    }

    /**
     * A derived atom of any number of dependencies of one type. The function is given an unmodifiable list of their
     * values in the order of the atoms.
     *
     * @param <E> the type of the dependencies' values
     * @param <T> the type of the value
     * @param atoms the dependencies; the list is copied
     * @param function from their values to the new atom's; pure
     * @return the definition
     */
    static <E extends @Nullable Object, T extends @Nullable Object> Atom<T> combine(
            List<? extends Atom<? extends E>> atoms, Function<? super List<E>, ? extends T> function) {
        return Combinations.combine(atoms, function);
    }

    /**
     * A writable atom: derived by the read function, and written through the write function, which is given a
     * {@link Setter} and the argument of {@code set}. All writes of one call are one commit.
     *
     * @param <T> the type of the value
     * @param <A> the type of what is written
     * @param read computes the value; pure
     * @param write writes other atoms
     * @return the definition
     */
    static <T extends @Nullable Object, A extends @Nullable Object> WritableAtom<T, A> writable(
            Function<? super Getter, ? extends T> read, BiConsumer<? super Setter, ? super A> write) {
        return new WritableDefinition<>(read, write);
    }

    /**
     * An async atom of one value: the function makes a Mono from the atoms it reads. The function runs under the writers'
     * lock and must only <em>make</em> the Mono; the Mono does the work, when it is subscribed.
     *
     * @param <T> the type of the loaded value
     * @param read makes the Mono; pure
     * @return the definition
     */
    static <T> AsyncAtom<T> async(Function<? super AsyncGetter, ? extends Mono<? extends T>> read) {
        return new AsyncDefinition<>(read, AsyncOptions.single());
    }

    /**
     * An async atom of one value from a {@link CompletionStage}. The function is called outside the lock when the work is
     * started, and everything it reads is a dependency. Cancelling the work cancels a {@link
     * java.util.concurrent.CompletableFuture}. A stage that completes with null fails the atom.
     *
     * @param <T> the type of the loaded value
     * @param read starts the work
     * @return the definition
     */
    static <T> AsyncAtom<T> asyncStage(Function<? super AsyncGetter, ? extends CompletionStage<? extends T>> read) {
        return AsyncSources.stage(read);
    }

    /**
     * An async atom of one value from a function that may block. It is called on a virtual thread where the JDK has them
     * (21 and later), else on Reactor's bounded elastic scheduler; everything it reads is a dependency; cancelling the
     * work interrupts it.
     *
     * @param <T> the type of the loaded value
     * @param read does the work
     * @return the definition
     */
    static <T> AsyncAtom<T> asyncBlocking(Function<? super AsyncGetter, ? extends T> read) {
        return AsyncSources.blocking(read, BlockingScheduler.instance());
    }

    /**
     * As {@link #asyncBlocking(Function)}, on the given scheduler.
     *
     * @param <T> the type of the loaded value
     * @param read does the work
     * @param scheduler calls it
     * @return the definition
     */
    static <T> AsyncAtom<T> asyncBlocking(Function<? super AsyncGetter, ? extends T> read, Scheduler scheduler) {
        return AsyncSources.blocking(read, scheduler);
    }

    /**
     * An async atom of the newest value of a Flux, with the defaults of {@link StreamPolicy}: values that arrive faster
     * than the store takes them replace each other; after completion the last value stays; an error fails the atom, with
     * the last value as the previous one.
     *
     * @param <T> the type of the loaded values
     * @param read makes the Flux; pure
     * @return the definition
     */
    static <T> AsyncAtom<T> stream(Function<? super AsyncGetter, ? extends Flux<? extends T>> read) {
        return stream(read, StreamPolicy.ofDefaults());
    }

    /**
     * As {@link #stream(Function)}, with another policy.
     *
     * @param <T> the type of the loaded values
     * @param read makes the Flux; pure
     * @param policy what becomes of completion, errors and values that come too fast
     * @return the definition
     */
    static <T> AsyncAtom<T> stream(
            Function<? super AsyncGetter, ? extends Flux<? extends T>> read, StreamPolicy policy) {
        return new AsyncDefinition<>(read, AsyncOptions.many(Objects.requireNonNull(policy, "policy")));
    }

    /**
     * An action whose result is a Mono. The setter may be used until the Mono ends, from any thread; each of its writes is
     * a commit of its own.
     *
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param function makes the work from a setter and the argument
     * @return the definition
     */
    static <A extends @Nullable Object, R> AsyncActionAtom<A, R> asyncAction(
            BiFunction<? super Setter, ? super A, ? extends Mono<R>> function) {
        return new AsyncActionAtom<>("AsyncAction", function, Concurrency.ALLOW);
    }

    /**
     * An action: a named transaction with an argument and a result.
     *
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @param function writes by a setter, given the argument
     * @return the definition
     */
    static <A extends @Nullable Object, R extends @Nullable Object> ActionAtom<A, R> action(
            BiFunction<? super Setter, ? super A, ? extends R> function) {
        return new ActionAtom<>("Action", function);
    }

    /**
     * A family: a function from a key to an atom that gives the same atom for equal keys.
     *
     * @param <K> the type of the key
     * @param <A> the type of the atoms
     * @param factory makes the atom of a key
     * @return the family
     */
    static <K, A extends Atom<?>> AtomFamily<K, A> family(Function<? super K, ? extends A> factory) {
        return new StrongFamily<>(factory);
    }

    /**
     * A function of three arguments.
     *
     * @param <A> the type of the first argument
     * @param <B> the type of the second one
     * @param <C> the type of the third one
     * @param <R> the type of the result
     */
    @FunctionalInterface
    interface Function3<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            R extends @Nullable Object> {
        /**
         * Applies the function.
         *
         * @param a the first argument
         * @param b the second one
         * @param c the third one
         * @return the result
         */
        R apply(A a, B b, C c);
    }

    /**
     * A function of four arguments.
     *
     * @param <A> the type of the first argument
     * @param <B> the type of the second one
     * @param <C> the type of the third one
     * @param <D> the type of the fourth one
     * @param <R> the type of the result
     */
    @FunctionalInterface
    interface Function4<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            R extends @Nullable Object> {
        /**
         * Applies the function.
         *
         * @param a the first argument
         * @param b the second one
         * @param c the third one
         * @param d the fourth one
         * @return the result
         */
        R apply(A a, B b, C c, D d);
    }
}
