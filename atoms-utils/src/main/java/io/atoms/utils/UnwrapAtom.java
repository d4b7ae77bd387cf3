package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.Loadable;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An async atom as a synchronous one: its value, or while it is loading what a fallback makes of the previous value.
 *
 * <pre>{@code
 * AsyncAtom<Integer> stock = Atom.async(get -> shop.stock(get.get(article)));
 * Atom<Integer> shown = UnwrapAtom.of(stock, previous -> previous == null ? 0 : previous);
 * }</pre>
 *
 * <p><b>Rules.</b> Reading it needs the async atom, and so starts it. The fallback is given the last value that was
 * ready, null if there was none. Any atom of a {@link Loadable} will do, not only an async one.
 *
 * <p><b>Threads.</b> The fallbacks run under the writers' lock and must be pure.
 *
 * <p><b>Errors.</b> If the async atom has failed, its error is this atom's error, unless there is a fallback for errors.
 */
public final class UnwrapAtom {

    private UnwrapAtom() {}

    /**
     * {@return the value, or the fallback while it is loading}
     *
     * @param <T> the type of the value
     * @param <V> the type with the fallback, the same or a supertype
     * @param atom what to unwrap
     * @param fallback shown while it is loading
     */
    public static <T extends @Nullable Object, V extends T> Atom<T> of(
            Atom<Loadable<V>> atom, Function<? super @Nullable V, ? extends T> fallback) {
        Objects.requireNonNull(fallback, "fallback");
        return Atom.map(
                atom, loadable -> loadable.fold(fallback, value -> value, (error, previous) -> loadable.orElseThrow()));
    }

    /**
     * {@return the value, or a fallback while it is loading, or one for errors, which is given the previous value too}
     *
     * @param <T> the type of the value
     * @param <V> the type with the fallback, the same or a supertype
     * @param atom what to unwrap
     * @param fallback made of the previous value, or null
     * @param onError made of the error and the previous value
     */
    public static <T extends @Nullable Object, V extends T> Atom<T> of(
            Atom<Loadable<V>> atom,
            Function<? super @Nullable V, ? extends T> fallback,
            BiFunction<? super Throwable, ? super @Nullable V, ? extends T> onError) {
        Objects.requireNonNull(fallback, "fallback");
        Objects.requireNonNull(onError, "onError");
        return Atom.map(atom, loadable -> loadable.fold(fallback, value -> value, onError));
    }

    /**
     * {@return the value, or while it is loading the previous one, or the initial one if there is none}
     *
     * @param <T> the type of the value
     * @param atom what to unwrap
     * @param initial shown while there is none
     */
    public static <T> Atom<T> orPrevious(Atom<Loadable<T>> atom, T initial) {
        return UnwrapAtom.<T, T>of(atom, previous -> previous == null ? initial : previous);
    }
}
