package io.atoms.utils;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.Loadable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Any atom as an atom of a {@link Loadable}, which never throws when it is read.
 *
 * <pre>{@code
 * Atom<Integer> number = Atom.map(text, Integer::parseInt);
 * Atom<Loadable<Integer>> safe = LoadableAtom.of(number);
 *
 * store.set(text, "7");
 * store.get(safe); // Ready[value=7]
 * store.set(text, "seven");
 * store.get(safe); // Failed[error=java.lang.NumberFormatException: .., previous=7]
 * }</pre>
 *
 * <p><b>Rules.</b> A value is {@link Loadable.Ready}; an error is {@link Loadable.Failed}, with the last value as the
 * previous one. A null value, which a Loadable can't carry, is failed: map the atom to an {@link java.util.Optional}
 * first. An {@link AsyncAtom} is such an atom already and is returned as it is. The previous value has the limits that
 * {@link SelectAtom} states.
 *
 * <p><b>Threads.</b> As any derived atom.
 *
 * <p><b>Errors.</b> None, but the use of a closed store.
 */
public final class LoadableAtom {

    private LoadableAtom() {}

    /**
     * {@return the atom as a Loadable}
     *
     * @param <T> the type of the value
     * @param atom what to convert
     */
    public static <T> Atom<Loadable<T>> of(Atom<? extends @Nullable T> atom) {
        Objects.requireNonNull(atom, "atom");
        return Recall.<Loadable<T>, Loadable<T>>derived(
                atom.name() + ".loadable",
                get -> LoadableAtom.<T>read(get, atom),
                Loadable.loading(),
                LoadableAtom::withPrevious,
                Objects::equals);
    }

    /**
     * An async atom is one already.
     *
     * @param <T> the type of the value
     * @param atom what to convert
     * @return the atom itself
     */
    public static <T> Atom<Loadable<T>> of(AsyncAtom<T> atom) {
        return Objects.requireNonNull(atom, "atom");
    }

    private static <T> Loadable<T> read(Getter get, Atom<? extends @Nullable T> atom) {
        try {
            T value = get.get(atom);
            return value == null ? Loadable.failed(nullValue(atom)) : Loadable.ready(value);
        } catch (Throwable error) {
            return Loadable.failed(error);
        }
    }

    private static IllegalStateException nullValue(Atom<?> atom) {
        return new IllegalStateException("The value of " + atom.name() + " is null, which a Loadable can't carry."
                + " Map it first: Atom.map(atom, Optional::ofNullable).");
    }

    private static <T> Loadable<T> withPrevious(Loadable<T> now, Loadable<T> before) {
        return now instanceof Loadable.Failed<T> failed
                ? new Loadable.Failed<>(failed.error(), before.valueOrPrevious())
                : now;
    }
}
