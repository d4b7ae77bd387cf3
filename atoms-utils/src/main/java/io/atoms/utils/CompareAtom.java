package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An atom whose equality is a function of the previous and the next value, in this order, so that it may treat the two
 * differently.
 *
 * <pre>{@code
 * // A change only if it grows, or shrinks by more than ten.
 * PrimitiveAtom<Integer> level = CompareAtom.of(0, (previous, next) -> next <= previous && next >= previous - 10);
 * }</pre>
 *
 * <p><b>Rules.</b> If the function returns true the write, or the recompute, is no change: the atom keeps the previous
 * instance. It is asked only about two values that are not the same instance. Inside a transaction it is asked about the
 * value written before, and then about the value of the last commit, to find out whether the atom changed back. It must
 * be pure. For a symmetrical comparison {@link Atom#equality} says the same.
 *
 * <p><b>Threads.</b> The function runs under the writers' lock.
 *
 * <p><b>Errors.</b> If it throws, a write throws that; for a derived atom it is the atom's error.
 */
public final class CompareAtom {

    private CompareAtom() {}

    /**
     * {@return a primitive atom that keeps its value as long as the function finds the next one equal}
     *
     * @param <T> the type of the value
     * @param initial the value at first
     * @param equality is given the value and the next one; true to keep it
     */
    public static <T extends @Nullable Object> PrimitiveAtom<T> of(
            T initial, BiPredicate<? super T, ? super T> equality) {
        return Atom.of(initial).equality(Objects.requireNonNull(equality, "equality"));
    }

    /**
     * {@return a derived atom that keeps its value as long as the function finds the next one equal}
     *
     * @param <T> the type of the value
     * @param read computes the value; pure
     * @param equality is given the value and the next one; true to keep it
     */
    public static <T extends @Nullable Object> Atom<T> derived(
            Function<? super Getter, ? extends T> read, BiPredicate<? super T, ? super T> equality) {
        return Atom.<T>derived(Objects.requireNonNull(read, "read"))
                .equality(Objects.requireNonNull(equality, "equality"));
    }
}
