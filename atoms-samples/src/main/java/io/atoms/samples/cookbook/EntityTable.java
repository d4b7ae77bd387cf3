package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The recipe of {@code docs/cookbook/entity-table.md}. */
final class EntityTable {
    private EntityTable() {}

    // tag::table
    record Product(int id, String name, int cents) {}

    /** The atoms of one row. Who shows the row observes these and no others. */
    record Row(PrimitiveAtom<Product> product, PrimitiveAtom<Boolean> selected, Atom<String> label) {
        static Row of(Product initial) {
            PrimitiveAtom<Product> product = Atom.of(initial).named("product " + initial.id());
            PrimitiveAtom<Boolean> selected = Atom.of(false).named("selected " + initial.id());
            Atom<String> label = Atom.combine(
                            product, selected, (p, s) -> (s ? "> " : "  ") + p.name() + " " + p.cents())
                    .named("label " + initial.id());
            return new Row(product, selected, label);
        }
    }

    /** Changes when rows come or go, not when a row changes. */
    static final PrimitiveAtom<Map<Integer, Row>> ROWS =
            Atom.of(Map.<Integer, Row>of()).named("rows");

    /** Adds products, and changes those that are there; all of it is one commit. */
    static final ActionAtom<Collection<Product>, @Nullable Void> PUT =
            Atom.<Collection<Product>, @Nullable Void>action(EntityTable::put).named("rows.put");

    /** Selects a row instead of the one before: two rows are touched. */
    static final ActionAtom<Integer, @Nullable Void> SELECT =
            Atom.<Integer, @Nullable Void>action(EntityTable::select).named("rows.select");

    static final ActionAtom<Integer, @Nullable Void> REMOVE =
            Atom.<Integer, @Nullable Void>action(EntityTable::remove).named("rows.remove");

    private static final PrimitiveAtom<Integer> SELECTED = Atom.of(-1).named("rows.selected");

    private static @Nullable Void put(Setter set, Collection<Product> products) {
        Map<Integer, Row> rows = set.get(ROWS);
        Map<Integer, Row> next = new LinkedHashMap<>(rows);
        for (Product product : products) {
            Row row = next.computeIfAbsent(product.id(), id -> Row.of(product));
            set.set(row.product(), product);
        }
        if (next.size() > rows.size()) {
            set.set(ROWS, Collections.unmodifiableMap(next));
        }
        return null;
    }

    private static @Nullable Void select(Setter set, Integer id) {
        Map<Integer, Row> rows = set.get(ROWS);
        Row before = rows.get(set.get(SELECTED));
        if (before != null) {
            set.set(before.selected(), false);
        }
        Row row = rows.get(id);
        set.set(SELECTED, row == null ? -1 : id);
        if (row != null) {
            set.set(row.selected(), true);
        }
        return null;
    }

    private static @Nullable Void remove(Setter set, Integer id) {
        if (set.get(SELECTED).equals(id)) {
            set.reset(SELECTED);
        }
        Map<Integer, Row> next = new LinkedHashMap<>(set.get(ROWS));
        next.remove(id);
        set.set(ROWS, Collections.unmodifiableMap(next));
        return null;
    }
    // end::table

    static void editing(PrintStream out) {
        // tag::editing
        AtomStore store = AtomStore.create();
        store.run(
                PUT,
                IntStream.range(0, 10_000)
                        .mapToObj(i -> new Product(i, "product " + i, 100))
                        .toList());
        out.println(store.get(ROWS).size() + " rows");
        store.subscribe(ROWS, rows -> out.println("now " + rows.size() + " rows"));
        store.get(ROWS).values().forEach(row -> store.subscribe(row.label(), label -> out.println(label)));

        store.run(PUT, List.of(new Product(4711, "cologne", 2500)));
        store.run(SELECT, 42);
        store.run(SELECT, 4711);
        store.run(REMOVE, 42);
        // end::editing
    }
}
