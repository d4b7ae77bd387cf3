package io.atoms.utils;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Splits an atom of a list into an atom per item, so that who shows an item is touched by changes of that item only.
 *
 * <pre>{@code
 * PrimitiveAtom<List<Task>> tasks = Atom.of(List.of(new Task(1, "milk"), new Task(2, "bread")));
 * SplitAtom<Integer, Task> split = SplitAtom.of(tasks, Task::id);
 * store.update(split.item(2), task -> task.withTitle("butter")); // writes tasks
 * store.run(split.move(), new SplitAtom.Move<>(2, 0)); // item(2) is the same atom
 * }</pre>
 *
 * <p><b>Rules.</b> The key of an item is what the function makes of it; it is unique in the list and does not change. The
 * list atom holds the only values: item atoms write through, and whoever writes the list writes the items. For equal keys
 * {@link #item} gives the same atom as long as anybody refers to it, wherever the item stands, in all stores. The value of
 * {@link #items} changes when keys come, go or move, not when an item changes.
 *
 * <p>An item that left the list, or is not there yet, reads as null, and its listeners are told so. Writing it fails.
 *
 * <p><b>Threads.</b> As any writable atom. Item atoms that nobody refers to are collected.
 *
 * <p><b>Errors.</b> Two items with one key, or a null item, are an {@link IllegalStateException} that names list and key,
 * as the error of all atoms here until the list is written anew. Writing an item that is not in the list is a {@link
 * NoSuchElementException}; writing one with another key, null, or inserting a key that is present an {@link
 * IllegalArgumentException}; a bad index an {@link IndexOutOfBoundsException}. All take the write back.
 *
 * @param <K> the type of the key; its {@code equals} and {@code hashCode} decide
 * @param <E> the type of the items
 */
public final class SplitAtom<K, E> {

    /**
     * Where to insert what.
     *
     * @param <E> the type of the items
     * @param index from 0 to the size of the list
     * @param item the item
     */
    public record Insert<E>(int index, E item) {}

    /**
     * Where to move an item.
     *
     * @param <K> the type of the keys
     * @param key the key of the item
     * @param index its index afterwards
     */
    public record Move<K>(K key, int index) {}

    private final WritableAtom<List<E>, List<E>> list;
    private final Function<? super E, ? extends K> key;
    private final String name;

    private final Atom<Map<K, E>> byKey;

    /** In the order of the list. Equality of maps knows no order, so {@link #byKey} does not tell of moves. */
    private final Atom<List<K>> keys;

    /**
     * The item atoms that somebody refers to. They refer to the list and its keys but not to this split, because
     * a store holds them as the value of {@link #items}: a value must not refer to its own atom, or neither is collected.
     */
    private final Cache<K, WritableAtom<@Nullable E, @Nullable E>> atoms =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    private final Atom<List<WritableAtom<@Nullable E, @Nullable E>>> items;
    private final ActionAtom<Insert<E>, WritableAtom<@Nullable E, @Nullable E>> insert;
    private final ActionAtom<E, WritableAtom<@Nullable E, @Nullable E>> append;
    private final ActionAtom<K, Boolean> remove;
    private final ActionAtom<Move<K>, Boolean> move;

    private SplitAtom(WritableAtom<List<E>, List<E>> list, Function<? super E, ? extends K> key, String name) {
        this.list = Objects.requireNonNull(list, "list");
        this.key = Objects.requireNonNull(key, "key");
        this.name = name;
        this.byKey = byKey(list, key, name);
        this.keys = keys(list, byKey, key, name);
        this.items = Atom.<List<WritableAtom<@Nullable E, @Nullable E>>>derived(
                        get -> get.get(keys).stream().map(this::item).toList())
                .named(name + ".items");
        this.insert = Atom.<Insert<E>, WritableAtom<@Nullable E, @Nullable E>>action(
                        (set, argument) -> inserted(set, argument.index(), argument.item()))
                .named(name + ".insert");
        this.append = Atom.<E, WritableAtom<@Nullable E, @Nullable E>>action(
                        (set, item) -> inserted(set, set.get(list).size(), item))
                .named(name + ".append");
        this.remove = Atom.<K, Boolean>action(this::removed).named(name + ".remove");
        this.move = Atom.<Move<K>, Boolean>action((set, argument) -> moved(set, argument.key(), argument.index()))
                .named(name + ".move");
    }

    /**
     * Splits the list by the key of its items.
     *
     * @param <K> the type of the keys
     * @param <E> the type of the items
     * @param list what is split
     * @param key tells the key of an item; unique in the list
     * @return the definition
     */
    public static <K, E> SplitAtom<K, E> of(WritableAtom<List<E>, List<E>> list, Function<? super E, ? extends K> key) {
        return new SplitAtom<>(list, key, Objects.requireNonNull(list, "list").name());
    }

    /**
     * {@return a new definition with item atoms of its own, which are called {@code name[key]}} Default: the list's name.
     *
     * @param name the new name
     */
    public SplitAtom<K, E> named(String name) {
        return new SplitAtom<>(list, key, Objects.requireNonNull(name, "name"));
    }

    /** {@return the name given by {@link #named}, or that of the list} */
    public String name() {
        return name;
    }

    /** {@return the atoms of the items, in the order of the list} */
    public Atom<List<WritableAtom<@Nullable E, @Nullable E>>> items() {
        return items;
    }

    /**
     * {@return the atom of the key, whether or not the list has such an item}
     *
     * @param itemKey whose atom
     */
    public WritableAtom<@Nullable E, @Nullable E> item(K itemKey) {
        Objects.requireNonNull(itemKey, "key");
        return atoms.get(itemKey, present -> itemAtom(list, byKey, keys, key, name, present));
    }

    /**
     * Inserts an item; the result is its atom.
     *
     * @return the action
     */
    public ActionAtom<Insert<E>, WritableAtom<@Nullable E, @Nullable E>> insert() {
        return insert;
    }

    /**
     * Inserts an item as the last; the result is its atom.
     *
     * @return the action
     */
    public ActionAtom<E, WritableAtom<@Nullable E, @Nullable E>> append() {
        return append;
    }

    /**
     * Removes the item of the key; tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<K, Boolean> remove() {
        return remove;
    }

    /**
     * Moves the item of a key; tells whether there was one.
     *
     * @return the action
     */
    public ActionAtom<Move<K>, Boolean> move() {
        return move;
    }

    // ---- what atoms do; static where a store may hold the atom as a value ----

    private static <K, E> Atom<Map<K, E>> byKey(
            WritableAtom<List<E>, List<E>> list, Function<? super E, ? extends K> key, String name) {
        return Atom.<Map<K, E>>derived(get -> {
                    Map<K, E> map = new LinkedHashMap<>();
                    for (E item : get.get(list)) {
                        K itemKey = keyOf(key, item, name);
                        if (map.putIfAbsent(itemKey, item) != null) {
                            throw new IllegalStateException("The list of " + name + " has two items with the key "
                                    + itemKey + ". Give each item a key of its own, or split by another function.");
                        }
                    }
                    return Collections.unmodifiableMap(map);
                })
                .named(name + ".byKey");
    }

    private static <K, E> Atom<List<K>> keys(
            Atom<List<E>> list, Atom<Map<K, E>> byKey, Function<? super E, ? extends K> key, String name) {
        return Atom.<List<K>>derived(get -> {
                    get.get(byKey); // fails if the keys are no keys
                    return get.get(list).stream().<K>map(key).toList();
                })
                .named(name + ".keys");
    }

    private static <K, E> K keyOf(Function<? super E, ? extends K> key, @Nullable E item, String name) {
        K itemKey = item == null ? null : key.apply(item);
        if (itemKey == null) {
            throw new IllegalStateException("The list of " + name + " has an item without a key: " + item
                    + ". Items and their keys must not be null.");
        }
        return itemKey;
    }

    private static <K, E> WritableAtom<@Nullable E, @Nullable E> itemAtom(
            WritableAtom<List<E>, List<E>> list,
            Atom<Map<K, E>> byKey,
            Atom<List<K>> keys,
            Function<? super E, ? extends K> key,
            String name,
            K itemKey) {
        return Atom.<@Nullable E, @Nullable E>writable(get -> get.get(byKey).get(itemKey), (set, item) -> {
                    if (item == null) {
                        throw new IllegalArgumentException(
                                "null was written to item " + itemKey + " of " + name + ". Run remove() instead.");
                    }
                    int index = set.get(keys).indexOf(itemKey);
                    if (index < 0) {
                        throw new NoSuchElementException("Item " + itemKey + " of " + name
                                + " was written, but is not in the list. Run insert() or append() first.");
                    }
                    K newKey = keyOf(key, item, name);
                    if (!newKey.equals(itemKey)) {
                        throw new IllegalArgumentException("Item " + itemKey + " of " + name
                                + " was written with another key, " + newKey
                                + ". Keys don't change: remove it and insert the other.");
                    }
                    List<E> copy = new ArrayList<>(set.get(list));
                    copy.set(index, item);
                    set.set(list, Collections.unmodifiableList(copy));
                })
                .named(name + "[" + itemKey + "]");
    }

    // ---- actions ----

    private WritableAtom<@Nullable E, @Nullable E> inserted(Setter set, int index, E item) {
        List<E> present = set.get(list);
        checkIndex(index, present.size());
        K itemKey = keyOf(key, item, name);
        if (set.get(byKey).containsKey(itemKey)) {
            throw new IllegalArgumentException("An item with the key " + itemKey + " was inserted into the list of "
                    + name + ", which has one. Write item(key), or remove it first.");
        }
        List<E> copy = new ArrayList<>(present);
        copy.add(index, item);
        set.set(list, Collections.unmodifiableList(copy));
        return item(itemKey);
    }

    private boolean removed(Setter set, K itemKey) {
        int index = set.get(keys).indexOf(Objects.requireNonNull(itemKey, "key"));
        if (index >= 0) {
            List<E> copy = new ArrayList<>(set.get(list));
            copy.remove(index);
            set.set(list, Collections.unmodifiableList(copy));
        }
        return index >= 0;
    }

    private boolean moved(Setter set, K itemKey, int to) {
        int from = set.get(keys).indexOf(Objects.requireNonNull(itemKey, "key"));
        if (from >= 0) {
            List<E> copy = new ArrayList<>(set.get(list));
            checkIndex(to, copy.size() - 1);
            copy.add(to, copy.remove(from));
            set.set(list, Collections.unmodifiableList(copy));
        }
        return from >= 0;
    }

    private void checkIndex(int index, int last) {
        if (index < 0 || index > last) {
            throw new IndexOutOfBoundsException("Index " + index + " was asked for in the list of " + name
                    + "; it must be from 0 to " + last + ".");
        }
    }
}
