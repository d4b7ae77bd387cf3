package io.atoms;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Derived atoms of declared dependencies. */
final class Combinations {

    private Combinations() {}

    static <A extends @Nullable Object, T extends @Nullable Object> Atom<T> map(
            Atom<A> atom, Function<? super A, ? extends T> function) {
        Objects.requireNonNull(atom, "atom");
        Objects.requireNonNull(function, "function");
        return new DerivedDefinition<>(get -> function.apply(get.get(atom)));
    }

    static <A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object> Atom<T> combine(
            Atom<A> a, Atom<B> b, BiFunction<? super A, ? super B, ? extends T> function) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(function, "function");
        return new DerivedDefinition<>(get -> function.apply(get.get(a), get.get(b)));
    }

    static <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    T extends @Nullable Object>
            Atom<T> combine(
                    Atom<A> a,
                    Atom<B> b,
                    Atom<C> c,
                    Atom.Function3<? super A, ? super B, ? super C, ? extends T> function) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(function, "function");
        return new DerivedDefinition<>(get -> function.apply(get.get(a), get.get(b), get.get(c)));
    }

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
                    Atom.Function4<? super A, ? super B, ? super C, ? super D, ? extends T> function) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(d, "d");
        Objects.requireNonNull(function, "function");
        return new DerivedDefinition<>(get -> function.apply(get.get(a), get.get(b), get.get(c), get.get(d)));
    }

    static <E extends @Nullable Object, T extends @Nullable Object> Atom<T> combine(
            List<? extends Atom<? extends E>> atoms, Function<? super List<E>, ? extends T> function) {
        List<Atom<? extends E>> copy = List.copyOf(atoms);
        Objects.requireNonNull(function, "function");
        return new DerivedDefinition<>(get -> {
            List<E> values = new ArrayList<>(copy.size());
            for (Atom<? extends E> atom : copy) {
                values.add(get.get(atom));
            }
            return function.apply(Collections.unmodifiableList(values));
        });
    }
}
