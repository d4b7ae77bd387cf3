package io.atoms.utils;

import io.atoms.Atom;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A slice of another atom, with an equality of its own and access to the previous slice.
 *
 * <pre>{@code
 * Atom<Integer> size = SelectAtom.of(users, List::size);
 *
 * // keeps the old list if the names are the same
 * Atom<List<String>> names = SelectAtom.of(
 *         users, (all, previous) -> names(all), (previous, next) -> previous.equals(next));
 * }</pre>
 *
 * <p><b>Rules.</b> The selector runs when the base atom changed and the slice is needed. If the slice equals the previous
 * one, dependents are not touched, and the previous instance stays. The previous slice is the last one that was computed
 * in the store, null before the first: an unobserved atom skips what it is not read for. Inside a transaction it is that
 * of the last commit, so a rollback leaves no trace of it. A snapshot that has to compute the slice itself has no previous
 * one: the value a selector gives should not depend on it, only the instance and the effort.
 *
 * <p><b>Threads.</b> Selector and equality run under the writers' lock and must be pure.
 *
 * <p><b>Errors.</b> What the base atom or the selector throws is the atom's error; the slice before it is the previous
 * one of the next.
 */
public final class SelectAtom {

    private SelectAtom() {}

    /**
     * {@return a slice; {@link Objects#equals} tells whether it changed}
     *
     * @param <T> the type of the value
     * @param <S> the type of the slice
     * @param base what the slice is of
     * @param selector makes the slice
     */
    public static <T extends @Nullable Object, S extends @Nullable Object> Atom<S> of(
            Atom<T> base, Function<? super T, ? extends S> selector) {
        return Atom.map(base, selector);
    }

    /**
     * {@return a slice whose selector is given the previous one, null at first}
     *
     * @param <T> the type of the value
     * @param <S> the type of the slice
     * @param base what the slice is of
     * @param selector makes the slice
     */
    public static <T extends @Nullable Object, S> Atom<S> of(
            Atom<T> base, BiFunction<? super T, ? super @Nullable S, ? extends S> selector) {
        return of(base, selector, Objects::equals);
    }

    /**
     * {@return a slice whose selector is given the previous one, null at first, and that has an equality of its own}
     *
     * @param <T> the type of the value
     * @param <S> the type of the slice
     * @param base what the slice is of
     * @param selector makes the slice
     * @param equality whether two values are the same
     */
    public static <T extends @Nullable Object, S> Atom<S> of(
            Atom<T> base,
            BiFunction<? super T, ? super @Nullable S, ? extends S> selector,
            BiPredicate<? super S, ? super S> equality) {
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(equality, "equality");
        return Recall.derived(base.name() + ".select", get -> get.get(base), Nulls.absent(), selector, equality);
    }
}
