package io.atoms;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A function from a key to an atom that gives the same atom for equal keys. Made by {@link Atom#family}.
 *
 * <pre>{@code
 * AtomFamily<String, PrimitiveAtom<Integer>> stock =
 *         Atom.<String, PrimitiveAtom<Integer>>family(sku -> Atom.of(0)).named("stock");
 * store.update(stock.of("apple"), n -> n + 5);
 * }</pre>
 *
 * <p><b>Rules.</b> The family of {@link Atom#family} keeps an atom until it is removed; it has no bound. Removing an
 * atom does not touch its value in any store: who still holds the atom goes on with it, an observed atom lives until
 * its observers are disposed, and the next {@link #of} for the key makes a new atom.
 *
 * <p><b>Threads.</b> Safe for use by many threads. The factory may ask the same family for other keys; when two threads
 * ask for a new key at once it may run twice, and one result is dropped before anybody saw it.
 *
 * @param <K> the type of the key; its {@code equals} and {@code hashCode} decide, never null
 * @param <A> the type of the atoms
 */
public interface AtomFamily<K, A extends Atom<?>> {

    /**
     * The atom of the key, made at the first call.
     *
     * @param key whose atom
     * @return the atom
     */
    A of(K key);

    /**
     * The atom of the key if it is present, without making it.
     *
     * @param key whose atom
     * @return the atom, or null
     */
    @Nullable
    A find(K key);

    /**
     * Forgets the atom of the key; tells whether there was one.
     *
     * @param key whose atom
     * @return whether there was one
     */
    boolean remove(K key);

    /**
     * Forgets the atoms whose keys match; returns how many there were.
     *
     * @param predicate is given each key
     * @return how many were forgotten
     */
    int removeIf(Predicate<? super K> predicate);

    /** {@return an unmodifiable copy of the keys present} */
    Set<K> keys();

    /** {@return the name given by {@link #named}, or {@code Family}} */
    String name();

    /**
     * Returns a new, empty family with the same factory whose atoms are called {@code name[key]} unless the factory
     * named them.
     *
     * @param name the new name
     * @return the new family
     */
    AtomFamily<K, A> named(String name);
}
