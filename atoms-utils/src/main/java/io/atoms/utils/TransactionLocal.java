package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import org.jspecify.annotations.Nullable;

/**
 * A value that lasts for one transaction of a store: {@link #get} finds what the same transaction has set, and null in
 * every other.
 *
 * <p>The API has no name for a transaction. But a source that is written inside a transaction with what is equal to its
 * committed value goes back to that very value (R12). So there is a value, {@link #back}, that is equal to whatever was
 * committed, and writing it brings that to light; if it is another instance than what was there before, that one was set
 * by this transaction. A rolled back transaction or savepoint takes the value with it.
 */
final class TransactionLocal<V> {

    /** Null for those that are told apart by their identity only. */
    private record Cell<V>(@Nullable V value) {}

    private final Cell<V> away = new Cell<>(null);
    private final Cell<V> back = new Cell<>(null);
    private final PrimitiveAtom<Cell<V>> cell;

    TransactionLocal(String name) {
        cell = Atom.of(new Cell<V>(null)).equality(this::same).named(name);
    }

    /** Asked about different instances only. To go back needs a detour, because an equal write is no write. */
    @SuppressWarnings("ReferenceEquality")
    private boolean same(Cell<V> a, Cell<V> b) {
        return (a == back && b != away) || (b == back && a != away);
    }

    @SuppressWarnings("ReferenceEquality")
    @Nullable
    V get(Setter set) {
        Cell<V> newest = set.get(cell);
        set.set(cell, away);
        set.set(cell, back);
        if (set.get(cell) == newest) {
            return null;
        }
        set.set(cell, newest);
        return newest.value();
    }

    void set(Setter set, @Nullable V value) {
        set.set(cell, new Cell<>(value));
    }
}
