package io.atoms.utils;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A two-way view of a part that a whole may lack: an element of a list, the value of a map's key, one case of a sealed
 * type. An absent part is null. What a write of an absent part does, the kind of the prism says.
 *
 * <pre>{@code
 * Prism<List<Task>, Task> milk = Prism.find(task -> task.title().equals("milk"));
 * Prism<List<Task>, Boolean> done = milk.then(Lens.of(Task::done, Task::withDone));
 * }</pre>
 *
 * <table>
 * <caption>Ready-made prisms</caption>
 * <tr><th>prism</th><th>of</th><th>writing an absent part</th></tr>
 * <tr><td>{@link #index}</td><td>an element of a list by its index</td><td>no change</td></tr>
 * <tr><td>{@link #find}</td><td>the first element of a list that matches</td><td>no change</td></tr>
 * <tr><td>{@link #key}</td><td>the value of a map's key</td><td>inserts it</td></tr>
 * <tr><td>{@link #optional}</td><td>the value of an Optional</td><td>inserts it</td></tr>
 * <tr><td>{@link #type}</td><td>one case of a sealed type</td><td>no change</td></tr>
 * </table>
 *
 * <p><b>Rules.</b> Functions must be pure. Lists and maps are copied, never modified; a map keeps its order. A part that
 * is null counts as absent. A prism of a prism changes nothing if the outer part is absent.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param <S> the type of the whole
 * @param <A> the type of the part
 * @see FocusAtom
 */
public final class Prism<S extends @Nullable Object, A> {

    /**
     * Looks for the part of a whole.
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     */
    @FunctionalInterface
    public interface Finder<S extends @Nullable Object, A> {
        /**
         * {@return the part, or null if it is absent}
         *
         * @param whole what the part belongs to
         */
        @Nullable
        A find(S whole);
    }

    private final Finder<? super S, ? extends A> finder;
    private final BiFunction<? super S, ? super A, ? extends S> setter;

    private Prism(Finder<? super S, ? extends A> finder, BiFunction<? super S, ? super A, ? extends S> setter) {
        this.finder = Objects.requireNonNull(finder, "finder");
        this.setter = Objects.requireNonNull(setter, "setter");
    }

    /**
     * {@return a prism of a function that returns the part, or null if it is absent, and one that is given the whole and the new
     * part and returns the new whole: the whole itself if it does not take an absent part}
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param finder gives the part, or null
     * @param setter makes the whole with another part
     */
    public static <S extends @Nullable Object, A> Prism<S, A> of(
            Finder<? super S, ? extends A> finder, BiFunction<? super S, ? super A, ? extends S> setter) {
        return new Prism<>(finder, setter);
    }

    /**
     * {@return the element at the index} Writing to an index that the list does not have is no change.
     *
     * @param <E> the type of the elements
     * @param index at least 0
     */
    public static <E> Prism<List<E>, E> index(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("The index of a prism must be at least 0, was " + index + ".");
        }
        return of(
                list -> index < list.size() ? list.get(index) : null,
                (list, element) -> index < list.size() ? replaced(list, index, element) : list);
    }

    /**
     * {@return the first element that matches} Writing replaces it, also by one that no longer matches; without a match it is no
     * change.
     *
     * @param <E> the type of the elements
     * @param predicate chooses the element
     */
    public static <E> Prism<List<E>, E> find(Predicate<? super E> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        return of(
                list -> {
                    int index = indexOf(list, predicate);
                    return index < 0 ? null : list.get(index);
                },
                (list, element) -> {
                    int index = indexOf(list, predicate);
                    return index < 0 ? list : replaced(list, index, element);
                });
    }

    /**
     * {@return the value of the key} Writing an absent one inserts it as the last.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param key whose value
     */
    public static <K extends @Nullable Object, V> Prism<Map<K, V>, V> key(K key) {
        return of(map -> map.get(key), (map, value) -> {
            Map<K, V> copy = new LinkedHashMap<>(map);
            copy.put(key, value);
            return Collections.unmodifiableMap(copy);
        });
    }

    /**
     * {@return the value of the Optional} Writing inserts it.
     *
     * @param <A> the type of the value
     */
    public static <A> Prism<Optional<A>, A> optional() {
        return of(optional -> optional.orElse(null), (optional, value) -> Optional.of(value));
    }

    /**
     * {@return the whole, if it is an instance of the type} Writing is no change if it is not.
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param type the class of the part
     */
    public static <S, A extends S> Prism<S, A> type(Class<A> type) {
        Objects.requireNonNull(type, "type");
        return of(
                whole -> type.isInstance(whole) ? type.cast(whole) : null,
                (whole, part) -> type.isInstance(whole) ? part : whole);
    }

    private static <E> int indexOf(List<E> list, Predicate<? super E> predicate) {
        int index = 0;
        for (E element : list) {
            if (predicate.test(element)) {
                return index;
            }
            index++;
        }
        return -1;
    }

    private static <E> List<E> replaced(List<E> list, int index, E element) {
        List<E> copy = new ArrayList<>(list);
        copy.set(index, element);
        return Collections.unmodifiableList(copy);
    }

    /**
     * {@return the part, or null if it is absent}
     *
     * @param whole what the part belongs to
     */
    public @Nullable A find(S whole) {
        return finder.find(whole);
    }

    /**
     * {@return the whole with another part}
     *
     * @param whole what the part belongs to
     * @param part the new part
     */
    public S set(S whole, A part) {
        return setter.apply(whole, Objects.requireNonNull(part, "part"));
    }

    private S modify(S whole, UnaryOperator<A> function) {
        A part = find(whole);
        return part == null ? whole : set(whole, function.apply(part));
    }

    /**
     * {@return a part of the part} A part that is null counts as absent.
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B> Prism<S, B> then(Lens<A, B> next) {
        Objects.requireNonNull(next, "next");
        return of(
                whole -> {
                    A part = find(whole);
                    return part == null ? null : next.get(part);
                },
                (whole, inner) -> modify(whole, part -> next.set(part, inner)));
    }

    /**
     * {@return a part of the part that may be absent, too}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B> Prism<S, B> then(Prism<A, B> next) {
        Objects.requireNonNull(next, "next");
        return of(
                whole -> {
                    A part = find(whole);
                    return part == null ? null : next.find(part);
                },
                (whole, inner) -> modify(whole, part -> next.set(part, inner)));
    }

    /**
     * {@return the parts of the part; none if it is absent}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B extends @Nullable Object> Traversal<S, B> then(Traversal<A, B> next) {
        Objects.requireNonNull(next, "next");
        return Traversal.of(
                whole -> {
                    A part = find(whole);
                    return part == null ? List.of() : next.all(part);
                },
                (whole, function) -> modify(whole, part -> next.modify(part, function)));
    }
}
