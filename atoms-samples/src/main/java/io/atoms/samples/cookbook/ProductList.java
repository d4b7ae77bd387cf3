package io.atoms.samples.cookbook;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The recipe of {@code docs/cookbook/product-list.md}. */
final class ProductList {
    private ProductList() {}

    // tag::products
    record Product(String name, String category, int cents) {}

    enum Order {
        NAME,
        PRICE;

        Comparator<Product> comparator() {
            Comparator<Product> byName = Comparator.comparing(Product::name);
            return this == NAME
                    ? byName
                    : Comparator.comparingInt(Product::cents).thenComparing(byName);
        }
    }

    /** A record, because it is compared: the JDK's statistics have no equals. */
    record Statistics(long count, int cheapest, int dearest) {
        static Statistics of(List<Product> products) {
            IntSummaryStatistics prices =
                    products.stream().mapToInt(Product::cents).summaryStatistics();
            return products.isEmpty()
                    ? new Statistics(0, 0, 0)
                    : new Statistics(prices.getCount(), prices.getMin(), prices.getMax());
        }
    }

    static final PrimitiveAtom<List<Product>> PRODUCTS =
            Atom.of(List.<Product>of()).named("products");
    static final PrimitiveAtom<String> TEXT = Atom.of("").named("products.text");
    static final PrimitiveAtom<Set<String>> CATEGORIES =
            Atom.of(Set.<String>of()).named("products.categories"); // empty: all
    static final PrimitiveAtom<Order> ORDER = Atom.of(Order.NAME).named("products.order");

    static final Atom<String> WANTED = Atom.<String, String>map(
                    TEXT, text -> text.strip().toLowerCase(Locale.ROOT))
            .named("products.wanted");
    static final Atom<List<Product>> FOUND =
            Atom.combine(PRODUCTS, WANTED, CATEGORIES, ProductList::find).named("products.found");
    static final Atom<List<Product>> SHOWN = Atom.combine(
                    FOUND,
                    ORDER,
                    (found, order) -> found.stream().sorted(order.comparator()).toList())
            .named("products.shown");
    static final Atom<Statistics> STATISTICS =
            Atom.<List<Product>, Statistics>map(FOUND, Statistics::of).named("products.statistics");

    private static List<Product> find(List<Product> products, String wanted, Set<String> categories) {
        return products.stream()
                .filter(product -> product.name().toLowerCase(Locale.ROOT).contains(wanted))
                .filter(product -> categories.isEmpty() || categories.contains(product.category()))
                .toList();
    }
    // end::products

    static void browsing(PrintStream out) {
        // tag::browsing
        AtomStore store = AtomStore.create();
        store.set(
                PRODUCTS,
                List.of(
                        new Product("Teapot", "kitchen", 2400),
                        new Product("Green tea", "food", 450),
                        new Product("Mug", "kitchen", 300)));
        store.subscribe(STATISTICS, statistics -> out.println(statistics));
        store.subscribe(
                SHOWN, shown -> out.println(shown.stream().map(Product::name).toList()));

        store.set(ORDER, Order.PRICE);
        store.set(TEXT, "tea");
        store.set(TEXT, "tea "); // nobody is told
        store.set(CATEGORIES, Set.of("kitchen"));
        // end::browsing
    }
}
