package io.atoms.utils;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A two-way view of a part that a whole always has, such as a component of a record: how to get the part, and how to make
 * a whole with another part.
 *
 * <pre>{@code
 * Lens<Person, Address> address = Lens.of(Person::address, Person::withAddress);
 * Lens<Person, String> city = address.then(Lens.of(Address::city, Address::withCity));
 * }</pre>
 *
 * <p><b>Rules.</b> Both functions must be pure. What was set is what is got; setting what was got changes nothing;
 * setting twice is setting the last.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param <S> the type of the whole
 * @param <A> the type of the part
 * @see FocusAtom
 */
public final class Lens<S extends @Nullable Object, A extends @Nullable Object> {

    private final Function<? super S, ? extends A> getter;
    private final BiFunction<? super S, ? super A, ? extends S> wither;

    private Lens(Function<? super S, ? extends A> getter, BiFunction<? super S, ? super A, ? extends S> wither) {
        this.getter = Objects.requireNonNull(getter, "getter");
        this.wither = Objects.requireNonNull(wither, "wither");
    }

    /**
     * {@return a lens of a getter and a wither, which is given the whole and the new part and returns the new whole}
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param getter gives the part
     * @param wither makes the whole with another part
     */
    public static <S extends @Nullable Object, A extends @Nullable Object> Lens<S, A> of(
            Function<? super S, ? extends A> getter, BiFunction<? super S, ? super A, ? extends S> wither) {
        return new Lens<>(getter, wither);
    }

    /**
     * {@return the part}
     *
     * @param whole what the part belongs to
     */
    public A get(S whole) {
        return getter.apply(whole);
    }

    /**
     * {@return the whole with another part}
     *
     * @param whole what the part belongs to
     * @param part the new part
     */
    public S set(S whole, A part) {
        return wither.apply(whole, part);
    }

    /**
     * {@return a part of the part}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B extends @Nullable Object> Lens<S, B> then(Lens<A, B> next) {
        Objects.requireNonNull(next, "next");
        return of(whole -> next.get(get(whole)), (whole, part) -> set(whole, next.set(get(whole), part)));
    }

    /**
     * {@return a part of the part that may be absent}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B> Prism<S, B> then(Prism<A, B> next) {
        Objects.requireNonNull(next, "next");
        return Prism.of(whole -> next.find(get(whole)), (whole, part) -> set(whole, next.set(get(whole), part)));
    }

    /**
     * {@return the parts of the part}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B extends @Nullable Object> Traversal<S, B> then(Traversal<A, B> next) {
        Objects.requireNonNull(next, "next");
        return Traversal.of(
                whole -> next.all(get(whole)), (whole, function) -> set(whole, next.modify(get(whole), function)));
    }
}
