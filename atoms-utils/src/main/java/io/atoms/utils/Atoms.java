package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The utilities that are plain atoms, in one place, under the names that users of Jotai know. Each method is a short form
 * of the factory of the class it names; see there for the rules.
 *
 * <pre>{@code
 * WritableAtom<Boolean, Boolean> open = Atoms.toggle(false);
 * WritableAtom<String, String> currency = Atoms.withDefault(get -> currencyOf(get.get(country)));
 * Atom<Integer> size = Atoms.select(users, List::size);
 * }</pre>
 *
 * <p><b>Threads.</b> All results are immutable definitions.
 */
public final class Atoms {

    private Atoms() {}

    /**
     * Follows the function until it is written, and again after reset: {@link DefaultAtom}.
     *
     * @param <T> the type of the value
     * @param read computes the default; pure
     * @return the atom
     */
    public static <T extends @Nullable Object> WritableAtom<T, T> withDefault(
            Function<? super Getter, ? extends T> read) {
        return DefaultAtom.of(read);
    }

    /**
     * Has an initial value that is computed at its first use: {@link LazyAtom}.
     *
     * @param <T> the type of the value
     * @param initial gives the initial value
     * @return the atom
     */
    public static <T extends @Nullable Object> WritableAtom<T, T> lazy(Supplier<? extends T> initial) {
        return LazyAtom.of(initial);
    }

    /**
     * Is changed by actions only: {@link ReducerAtom}.
     *
     * @param <S> the type of the state
     * @param <A> the type of the actions
     * @param initial the state at first
     * @param reducer makes the next state from the present one and an action
     * @return the atom
     */
    public static <S extends @Nullable Object, A extends @Nullable Object> WritableAtom<S, A> reducer(
            S initial, BiFunction<? super S, ? super A, ? extends S> reducer) {
        return ReducerAtom.of(initial, reducer);
    }

    /**
     * Runs again when null is written to it: {@link RefreshableAtom}.
     *
     * @param <T> the type of the value
     * @param read computes the value
     * @return the atom
     */
    public static <T extends @Nullable Object> WritableAtom<T, @Nullable Void> refreshable(
            Function<? super Getter, ? extends T> read) {
        return RefreshableAtom.of(read);
    }

    /**
     * {@return a slice of another atom: {@link SelectAtom}}
     *
     * @param <T> the type of the value
     * @param <S> the type of the slice
     * @param base what it is made of
     * @param selector makes the slice
     */
    public static <T extends @Nullable Object, S extends @Nullable Object> Atom<S> select(
            Atom<T> base, Function<? super T, ? extends S> selector) {
        return SelectAtom.of(base, selector);
    }

    /**
     * {@return a slice of another atom, made with the previous one and compared by the function: {@link SelectAtom}}
     *
     * @param <T> the type of the value
     * @param <S> the type of the slice
     * @param base what it is made of
     * @param selector makes the slice
     * @param equality whether two values are the same
     */
    public static <T extends @Nullable Object, S> Atom<S> select(
            Atom<T> base,
            BiFunction<? super T, ? super @Nullable S, ? extends S> selector,
            BiPredicate<? super S, ? super S> equality) {
        return SelectAtom.of(base, selector, equality);
    }

    /**
     * Is toggled by writing null, set by writing a value: {@link ToggleAtom}.
     *
     * @param initial whether it is on at first
     * @return the atom
     */
    public static WritableAtom<Boolean, @Nullable Boolean> toggle(boolean initial) {
        return ToggleAtom.of(initial);
    }

    /**
     * Keeps its value as long as the function of the previous and the next value says so: {@link CompareAtom}.
     *
     * @param <T> the type of the value
     * @param initial the value at first
     * @param equality is given the value and the next one; true to keep it
     * @return the atom
     */
    public static <T extends @Nullable Object> PrimitiveAtom<T> compare(
            T initial, BiPredicate<? super T, ? super T> equality) {
        return CompareAtom.of(initial, equality);
    }

    /**
     * {@return an async atom as a synchronous one, with a fallback while it is loading: {@link UnwrapAtom}}
     *
     * @param <T> the type of the value
     * @param <V> the type with the fallback, the same or a supertype
     * @param atom what to unwrap
     * @param fallback shown while it is loading
     */
    public static <T extends @Nullable Object, V extends T> Atom<T> unwrap(
            Atom<Loadable<V>> atom, Function<? super @Nullable V, ? extends T> fallback) {
        return UnwrapAtom.of(atom, fallback);
    }

    /**
     * {@return any atom as a Loadable, which never throws: {@link LoadableAtom}}
     *
     * @param <T> the type of the value
     * @param atom what to convert
     */
    public static <T> Atom<Loadable<T>> loadable(Atom<? extends @Nullable T> atom) {
        return LoadableAtom.of(atom);
    }

    /**
     * {@return the last value that met the condition: {@link FilteredAtom}}
     *
     * @param <T> the type of the value
     * @param base what it is made of
     * @param condition whether a value is let through
     * @param initial the value before any counts
     */
    public static <T extends @Nullable Object> Atom<T> filtered(
            Atom<T> base, Predicate<? super T> condition, T initial) {
        return FilteredAtom.of(base, condition, initial);
    }
}
