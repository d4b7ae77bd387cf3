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

    /** Follows the function until it is written, and again after reset: {@link DefaultAtom}. */
    public static <T extends @Nullable Object> WritableAtom<T, T> withDefault(
            Function<? super Getter, ? extends T> read) {
        return DefaultAtom.of(read);
    }

    /** Has an initial value that is computed at its first use: {@link LazyAtom}. */
    public static <T extends @Nullable Object> WritableAtom<T, T> lazy(Supplier<? extends T> initial) {
        return LazyAtom.of(initial);
    }

    /** Is changed by actions only: {@link ReducerAtom}. */
    public static <S extends @Nullable Object, A extends @Nullable Object> WritableAtom<S, A> reducer(
            S initial, BiFunction<? super S, ? super A, ? extends S> reducer) {
        return ReducerAtom.of(initial, reducer);
    }

    /** Runs again when null is written to it: {@link RefreshableAtom}. */
    public static <T extends @Nullable Object> WritableAtom<T, @Nullable Void> refreshable(
            Function<? super Getter, ? extends T> read) {
        return RefreshableAtom.of(read);
    }

    /** A slice of another atom: {@link SelectAtom}. */
    public static <T extends @Nullable Object, S extends @Nullable Object> Atom<S> select(
            Atom<T> base, Function<? super T, ? extends S> selector) {
        return SelectAtom.of(base, selector);
    }

    /** A slice of another atom, made with the previous one and compared by the function: {@link SelectAtom}. */
    public static <T extends @Nullable Object, S> Atom<S> select(
            Atom<T> base,
            BiFunction<? super T, ? super @Nullable S, ? extends S> selector,
            BiPredicate<? super S, ? super S> equality) {
        return SelectAtom.of(base, selector, equality);
    }

    /** Is toggled by writing null, set by writing a value: {@link ToggleAtom}. */
    public static WritableAtom<Boolean, @Nullable Boolean> toggle(boolean initial) {
        return ToggleAtom.of(initial);
    }

    /** Keeps its value as long as the function of the previous and the next value says so: {@link CompareAtom}. */
    public static <T extends @Nullable Object> PrimitiveAtom<T> compare(
            T initial, BiPredicate<? super T, ? super T> equality) {
        return CompareAtom.of(initial, equality);
    }

    /** An async atom as a synchronous one, with a fallback while it is loading: {@link UnwrapAtom}. */
    public static <T extends @Nullable Object, V extends T> Atom<T> unwrap(
            Atom<Loadable<V>> atom, Function<? super @Nullable V, ? extends T> fallback) {
        return UnwrapAtom.of(atom, fallback);
    }

    /** Any atom as a Loadable, which never throws: {@link LoadableAtom}. */
    public static <T> Atom<Loadable<T>> loadable(Atom<? extends @Nullable T> atom) {
        return LoadableAtom.of(atom);
    }

    /** The last value that met the condition: {@link FilteredAtom}. */
    public static <T extends @Nullable Object> Atom<T> filtered(
            Atom<T> base, Predicate<? super T> condition, T initial) {
        return FilteredAtom.of(base, condition, initial);
    }
}
