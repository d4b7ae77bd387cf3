package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.WritableAtom;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes writable atoms that are a part of another atom: they read the part, and what is written to them is written to the
 * other atom.
 *
 * <pre>{@code
 * record Person(String name, int age) {
 *     Person withAge(int newAge) {
 *         return new Person(name, newAge);
 *     }
 * }
 *
 * PrimitiveAtom<Person> person = Atom.of(new Person("Ada", 36));
 * WritableAtom<Integer, Integer> age = FocusAtom.of(person, Lens.of(Person::age, Person::withAge));
 * store.update(age, a -> a + 1); // person is Person[name=Ada, age=37]
 * }</pre>
 *
 * <p><b>Rules.</b> The base atom holds the only value. A change of the base that leaves the part equal does not touch the
 * dependents of the focus. {@code update} is an atomic read-modify-write of the part. The focus has no {@code reset}:
 * reset the base. A focus may be the base of another one; {@link Lens#then} does the same without an atom between.
 *
 * <p><b>Threads.</b> As any writable atom.
 *
 * <p><b>Errors.</b> What a function of the optic throws is the focus's error when it is read, and takes the write back
 * when it is written.
 */
public final class FocusAtom {

    private FocusAtom() {}

    /**
     * {@return the part that the lens gives}
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param base has the whole
     * @param lens leads to the part
     */
    public static <S extends @Nullable Object, A extends @Nullable Object> WritableAtom<A, A> of(
            WritableAtom<S, S> base, Lens<S, A> lens) {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(lens, "lens");
        return Atom.writable(
                get -> lens.get(get.get(base)), (set, part) -> set.update(base, whole -> lens.set(whole, part)));
    }

    /**
     * {@return the part that the prism finds, or null if it is absent} What writing an absent part does, the prism says. Writing
     * null is no change if the part is absent, so {@code update(focus, part -> part == null ? null : ..)} changes what is
     * there and nothing else; to a part that is present it fails with {@link IllegalArgumentException}.
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param base has the whole
     * @param prism leads to the part
     */
    public static <S extends @Nullable Object, A> WritableAtom<@Nullable A, @Nullable A> of(
            WritableAtom<S, S> base, Prism<S, A> prism) {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(prism, "prism");
        return Atom.<@Nullable A, @Nullable A>writable(get -> prism.find(get.get(base)), (set, part) -> {
            if (part != null) {
                set.update(base, whole -> prism.set(whole, part));
            } else if (prism.find(set.get(base)) != null) {
                throw new IllegalArgumentException("null was written to a focus on a part of " + base.name()
                        + " that is present. A prism can't remove: write the base atom without the part.");
            }
        });
    }

    /**
     * {@return all parts of the traversal, as a list; writing a function replaces each part by what it makes of it}
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param base has the whole
     * @param traversal leads to the parts
     */
    public static <S extends @Nullable Object, A extends @Nullable Object> WritableAtom<List<A>, UnaryOperator<A>> of(
            WritableAtom<S, S> base, Traversal<S, A> traversal) {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(traversal, "traversal");
        return Atom.writable(
                get -> traversal.all(get.get(base)),
                (set, function) -> set.update(base, whole -> traversal.modify(whole, function)));
    }
}
