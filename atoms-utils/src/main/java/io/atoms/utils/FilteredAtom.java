package io.atoms.utils;

import io.atoms.Atom;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last value of another atom that met a condition.
 *
 * <pre>{@code
 * PrimitiveAtom<String> typed = Atom.of("");
 * Atom<String> number = FilteredAtom.of(typed, text -> text.matches("[0-9]+"), "0");
 *
 * store.set(typed, "42");
 * store.set(typed, "42x");
 * store.get(number); // 42
 * }</pre>
 *
 * <p><b>Rules.</b> A value that does not meet the condition is no change. While the atom is observed it sees the value of
 * every commit; an unobserved one sees only the values at which it is read. A transaction shows it one value, the last.
 * A snapshot that has to compute the atom itself knows no value before its own.
 *
 * <p><b>Threads.</b> The condition runs under the writers' lock and must be pure.
 *
 * <p><b>Errors.</b> What the other atom or the condition throws is the atom's error until the next value; what was kept
 * before is not lost.
 */
public final class FilteredAtom {

    private FilteredAtom() {}

    /**
     * {@return the last value that met the condition, or the initial one before there was any}
     *
     * @param <T> the type of the value
     * @param base whose values
     * @param condition whether a value is let through
     * @param initial the value before any was let through
     */
    public static <T extends @Nullable Object> Atom<T> of(Atom<T> base, Predicate<? super T> condition, T initial) {
        Objects.requireNonNull(condition, "condition");
        return Recall.<T, T>derived(
                base.name() + ".filtered",
                get -> get.get(base),
                initial,
                (value, kept) -> condition.test(value) ? value : kept,
                Objects::equals);
    }

    /**
     * {@return the last value that met the condition, or null before there was any}
     *
     * @param <T> the type of the value
     * @param base whose values
     * @param condition whether a value is let through
     */
    public static <T> Atom<@Nullable T> of(Atom<T> base, Predicate<? super T> condition) {
        Objects.requireNonNull(condition, "condition");
        return Recall.<T, @Nullable T>derived(
                base.name() + ".filtered",
                get -> get.get(base),
                Nulls.absent(),
                (value, kept) -> condition.test(value) ? value : kept,
                Objects::equals);
    }
}
