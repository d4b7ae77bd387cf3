package io.atoms.utils;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a list atom: the page that is shown, and actions to go to another, which never leave the list.
 *
 * <pre>{@code
 * Pagination<Order> pages = Pagination.of(orders, 20).named("orders");
 *
 * store.get(pages.items());     // the first 20
 * store.run(pages.next());      // 1
 * store.set(pages.index(), 99); // the last page
 * }</pre>
 *
 * <p><b>Rules.</b> Pages are counted from 0. The index is clamped to the pages that there are, when it is written and when
 * it is read: if the list shrinks the last page is shown, and if it grows again before the index was written, the page
 * that was shown before. An empty list has no pages; its index is 0. Another page size keeps the first item of the page
 * on the page. {@link #items} is an unmodifiable list, and unchanged if the list changed on other pages only.
 *
 * <p>A definition: it holds no state, each store has its own page, and a further pagination of the same list pages on its
 * own.
 *
 * <p><b>Threads.</b> As any atoms. An action reads and writes as one step, so two calls of {@code next} go on two pages.
 *
 * <p><b>Errors.</b> A page size below 1 is refused with an {@link IllegalArgumentException}.
 *
 * @param <T> the type of the items
 */
public final class Pagination<T extends @Nullable Object> {

    private final Atom<? extends List<? extends T>> list;
    private final int initialSize;
    private final String name;

    /** The page that was asked for; not below 0, but perhaps beyond the end. */
    private final PrimitiveAtom<Integer> asked;

    private final PrimitiveAtom<Integer> size;
    private final WritableAtom<Integer, Integer> index;
    private final WritableAtom<Integer, Integer> pageSize;
    private final Atom<Integer> pageCount;
    private final Atom<List<T>> items;
    private final Atom<Boolean> hasNext;
    private final Atom<Boolean> hasPrevious;

    private Pagination(Atom<? extends List<? extends T>> list, int pageSize, String name) {
        this.list = list;
        this.initialSize = checked(pageSize, name);
        this.name = name;
        asked = Atom.of(0).named(name + ".asked");
        size = Atom.of(pageSize).named(name + ".size");
        pageCount = Atom.<Integer>derived(get -> {
                    long rounded = (long) get.get(list).size() + get.get(size) - 1;
                    return (int) (rounded / get.get(size));
                })
                .named(name + ".pageCount");
        index = Atom.<Integer, Integer>writable(
                        get -> clamped(get, get.get(asked)), (set, page) -> set.set(asked, clamped(set, page)))
                .onReset(set -> set.reset(asked))
                .named(name + ".index");
        this.pageSize = Atom.<Integer, Integer>writable(get -> get.get(size), this::resize)
                .onReset(set -> resize(set, initialSize))
                .named(name + ".pageSize");
        items = Atom.<List<T>>derived(this::read).named(name + ".items");
        hasNext = Atom.<Boolean>derived(get -> get.get(index) + 1 < get.get(pageCount))
                .named(name + ".hasNext");
        hasPrevious = Atom.<Boolean>derived(get -> get.get(index) > 0).named(name + ".hasPrevious");
    }

    /**
     * Pages of the list, each of that many items, the last one perhaps of fewer.
     *
     * @param <T> the type of the items
     * @param list what is shown in pages
     * @param pageSize how many items a page has; positive
     * @return the definition
     */
    public static <T extends @Nullable Object> Pagination<T> of(Atom<? extends List<? extends T>> list, int pageSize) {
        Objects.requireNonNull(list, "list");
        return new Pagination<>(list, pageSize, list.name() + ".pages");
    }

    /**
     * {@return a new definition whose atoms are called {@code name.index}, {@code name.items} and so on}
     *
     * @param newName the new name
     */
    public Pagination<T> named(String newName) {
        return new Pagination<>(list, initialSize, Objects.requireNonNull(newName, "name"));
    }

    private static int checked(int pageSize, String name) {
        if (pageSize < 1) {
            throw new IllegalArgumentException(
                    "The page size of " + name + " must be at least 1, was " + pageSize + ".");
        }
        return pageSize;
    }

    private int clamped(Getter get, int page) {
        return Math.max(0, Math.min(page, get.get(pageCount) - 1));
    }

    private void resize(Setter set, Integer newSize) {
        int firstItem = set.get(index) * set.get(size);
        set.set(size, checked(newSize, name));
        set.set(asked, firstItem / newSize);
    }

    private List<T> read(Getter get) {
        List<? extends T> all = get.get(list);
        int from = get.get(index) * get.get(size);
        int to = (int) Math.min(all.size(), (long) from + get.get(size));
        return Collections.unmodifiableList(new ArrayList<>(all.subList(from, to)));
    }

    private ActionAtom<@Nullable Void, Integer> moving(String verb, Function<Getter, Integer> target) {
        return Atom.<@Nullable Void, Integer>action((set, nothing) -> {
                    set.set(index, target.apply(set));
                    return set.get(index);
                })
                .named(name + "." + verb);
    }

    /** {@return the items of the page} */
    public Atom<List<T>> items() {
        return items;
    }

    /**
     * {@return the number of the page, from 0; writing goes to a page, or to the nearest one there is} {@code reset} to 0.
     */
    public WritableAtom<Integer, Integer> index() {
        return index;
    }

    /** {@return how many items a page has} {@code reset} returns to that of the definition. */
    public WritableAtom<Integer, Integer> pageSize() {
        return pageSize;
    }

    /** {@return how many pages there are; 0 if the list is empty} */
    public Atom<Integer> pageCount() {
        return pageCount;
    }

    /** {@return whether there is a page after this one} */
    public Atom<Boolean> hasNext() {
        return hasNext;
    }

    /** {@return whether there is a page before this one} */
    public Atom<Boolean> hasPrevious() {
        return hasPrevious;
    }

    /**
     * Goes on one page, if there is one, and returns the index.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Integer> next() {
        return moving("next", get -> get.get(index) + 1);
    }

    /**
     * Goes back one page, if there is one, and returns the index.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Integer> previous() {
        return moving("previous", get -> get.get(index) - 1);
    }

    /**
     * Goes to the first page and returns its index, 0.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Integer> first() {
        return moving("first", get -> 0);
    }

    /**
     * Goes to the last page and returns its index.
     *
     * @return the action
     */
    public ActionAtom<@Nullable Void, Integer> last() {
        return moving("last", get -> get.get(pageCount) - 1);
    }
}
