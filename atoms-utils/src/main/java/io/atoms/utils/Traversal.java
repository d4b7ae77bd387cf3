package io.atoms.utils;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A two-way view of all the parts of one kind that a whole has, such as the elements of a list: how to list them, and how
 * to make a whole in which each has been replaced by a function of it.
 *
 * <pre>{@code
 * Traversal<List<Task>, Boolean> done = Traversal.<Task>elements().then(Lens.of(Task::done, Task::withDone));
 * }</pre>
 *
 * <p><b>Rules.</b> Functions must be pure. Lists and maps are copied, never modified. Modifying keeps the number of parts
 * and their order.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param <S> the type of the whole
 * @param <A> the type of a part
 * @see FocusAtom
 */
public final class Traversal<S extends @Nullable Object, A extends @Nullable Object> {

    private final Function<? super S, ? extends List<A>> lister;
    private final BiFunction<? super S, ? super UnaryOperator<A>, ? extends S> modifier;

    private Traversal(
            Function<? super S, ? extends List<A>> lister,
            BiFunction<? super S, ? super UnaryOperator<A>, ? extends S> modifier) {
        this.lister = Objects.requireNonNull(lister, "lister");
        this.modifier = Objects.requireNonNull(modifier, "modifier");
    }

    /**
     * {@return a traversal of a function that lists the parts and one that returns the whole with each of them replaced}
     *
     * @param <S> the type of the whole
     * @param <A> the type of the part
     * @param lister lists the parts
     * @param modifier makes the whole with each part changed by a function
     */
    public static <S extends @Nullable Object, A extends @Nullable Object> Traversal<S, A> of(
            Function<? super S, ? extends List<A>> lister,
            BiFunction<? super S, ? super UnaryOperator<A>, ? extends S> modifier) {
        return new Traversal<>(lister, modifier);
    }

    /**
     * {@return the elements of a list}
     *
     * @param <E> the type of the elements
     */
    public static <E extends @Nullable Object> Traversal<List<E>, E> elements() {
        return of(Traversal::copy, (list, function) -> {
            List<E> copy = new ArrayList<>(list);
            copy.replaceAll(function);
            return Collections.unmodifiableList(copy);
        });
    }

    /**
     * {@return the values of a map}
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     */
    public static <K extends @Nullable Object, V extends @Nullable Object> Traversal<Map<K, V>, V> values() {
        return of(map -> copy(map.values()), (map, function) -> {
            Map<K, V> copy = new LinkedHashMap<>(map);
            copy.replaceAll((key, value) -> function.apply(value));
            return Collections.unmodifiableMap(copy);
        });
    }

    private static <E extends @Nullable Object> List<E> copy(Collection<E> parts) {
        return Collections.unmodifiableList(new ArrayList<>(parts));
    }

    /**
     * {@return the parts, as an unmodifiable list}
     *
     * @param whole what the part belongs to
     */
    public List<A> all(S whole) {
        return lister.apply(whole);
    }

    /**
     * {@return the whole with each part replaced by what the function makes of it}
     *
     * @param whole what the part belongs to
     * @param function makes the new part of the old one
     */
    public S modify(S whole, UnaryOperator<A> function) {
        return modifier.apply(whole, Objects.requireNonNull(function, "function"));
    }

    /**
     * Only the parts that match.
     *
     * @param predicate whether a part belongs to it
     * @return the traversal
     */
    public Traversal<S, A> filter(Predicate<? super A> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        return of(
                whole -> {
                    List<A> matching = new ArrayList<>(all(whole));
                    matching.removeIf(predicate.negate());
                    return Collections.unmodifiableList(matching);
                },
                (whole, function) -> modify(whole, part -> predicate.test(part) ? function.apply(part) : part));
    }

    /**
     * {@return a part of each part}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    @SuppressWarnings("NullAway") // in JSpecify mode it takes what is null where A admits it for null everywhere
    public <B extends @Nullable Object> Traversal<S, B> then(Lens<A, B> next) {
        Objects.requireNonNull(next, "next");
        return of(
                whole -> {
                    List<B> parts = new ArrayList<>();
                    for (A part : all(whole)) {
                        parts.add(next.get(part));
                    }
                    return Collections.unmodifiableList(parts);
                },
                (whole, function) -> modify(whole, part -> next.set(part, function.apply(next.get(part)))));
    }

    /**
     * {@return a part of each part that has it}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    @SuppressWarnings("NullAway") // in JSpecify mode it takes what is null where A admits it for null everywhere
    public <B> Traversal<S, B> then(Prism<A, B> next) {
        Objects.requireNonNull(next, "next");
        return of(
                whole -> {
                    List<B> parts = new ArrayList<>();
                    for (A part : all(whole)) {
                        B inner = next.find(part);
                        if (inner != null) {
                            parts.add(inner);
                        }
                    }
                    return Collections.unmodifiableList(parts);
                },
                (whole, function) -> modify(whole, part -> {
                    B inner = next.find(part);
                    return inner == null ? part : next.set(part, function.apply(inner));
                }));
    }

    /**
     * {@return the parts of each part}
     *
     * @param <B> the type of the part of the part
     * @param next leads on from the part
     */
    public <B extends @Nullable Object> Traversal<S, B> then(Traversal<A, B> next) {
        Objects.requireNonNull(next, "next");
        return of(
                whole -> {
                    List<B> parts = new ArrayList<>();
                    all(whole).forEach(part -> parts.addAll(next.all(part)));
                    return Collections.unmodifiableList(parts);
                },
                (whole, function) -> modify(whole, part -> next.modify(part, function)));
    }
}
