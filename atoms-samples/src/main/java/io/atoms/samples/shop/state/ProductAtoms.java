package io.atoms.samples.shop.state;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.utils.DebouncedAtom;
import io.atoms.utils.FocusAtom;
import io.atoms.utils.Lens;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is sold, and which of it is listed.
 *
 * <pre>
 * filters --> category, maxEuros, inStock --> matches[id] --> visible
 * search (debounced) -----------------------/    /              /
 * offer[id] ------------------------------------/--------------/ (as far as filters and order need it)
 *        \--> row[id]
 * </pre>
 *
 * <p>One product is one atom, several times: a new price recomputes the row of that product, and whether it matches; the
 * list only if it does not match any more, or stands elsewhere.
 */
public final class ProductAtoms {

    /** How long nothing must be typed before the list follows. */
    static final Duration REST = Duration.ofMillis(200);

    /** Price and stock of a product. Written by whoever trades, from any thread. */
    public static final AtomFamily<Integer, PrimitiveAtom<Offer>> OFFER = Atom.<Integer, PrimitiveAtom<Offer>>family(
                    id -> Atom.of(Catalogue.opening(id)))
            .named("offer");

    /** What is typed into the search field, and what rests. */
    public static final DebouncedAtom<String> SEARCH =
            DebouncedAtom.of("", REST).named("search");

    public static final WritableAtom<Category, Category> CATEGORY =
            part("category", Lens.of(Filters::category, Filters::withCategory));

    public static final WritableAtom<Integer, Integer> MAX_EUROS =
            part("maxEuros", Lens.of(Filters::maxEuros, Filters::withMaxEuros));

    public static final WritableAtom<Boolean, Boolean> IN_STOCK =
            part("inStock", Lens.of(Filters::inStock, Filters::withInStock));

    public static final WritableAtom<Sort, Sort> SORT = part("sort", Lens.of(Filters::sort, Filters::withSort));

    /** Whether the product passes the filters. It depends on its offer only if a filter does. */
    static final AtomFamily<Integer, Atom<Boolean>> MATCHES = Atom.<Integer, Atom<Boolean>>family(id ->
                    Atom.derived(get -> {
                        Product product = Catalogue.product(id);
                        int maxEuros = get.get(MAX_EUROS);
                        return get.get(CATEGORY).admits(product.category())
                                && contains(product.name(), get.get(SEARCH.settled()))
                                && (!get.get(IN_STOCK) || get.get(OFFER.of(id)).stock() > 0)
                                && (maxEuros == Filters.ANY_PRICE
                                        || get.get(OFFER.of(id)).cents() <= maxEuros * 100);
                    }))
            .named("matches");

    /** The numbers of the products that are listed, in their order. */
    public static final Atom<List<Integer>> VISIBLE = Atom.<List<Integer>>derived(get -> Catalogue.all().stream()
                    .filter(product -> get.get(MATCHES.of(product.id())))
                    .sorted(get.get(SORT).order(product -> get.get(OFFER.of(product.id()))))
                    .map(Product::id)
                    .toList())
            .named("visible");

    /** What is shown of a product. */
    public static final AtomFamily<Integer, Atom<ProductRow>> ROW = Atom.<Integer, Atom<ProductRow>>family(
                    id -> Atom.combine(
                            OFFER.of(id),
                            CartAtoms.QUANTITY.of(id),
                            (offer, inCart) -> new ProductRow(Catalogue.product(id), offer, inCart)))
            .named("row");

    private ProductAtoms() {}

    private static <T> WritableAtom<T, T> part(String name, Lens<Filters, T> lens) {
        return FocusAtom.of(Preferences.FILTERS.value(), lens).named(name);
    }

    private static boolean contains(String name, String text) {
        return name.toLowerCase(Locale.ROOT).contains(text.strip().toLowerCase(Locale.ROOT));
    }
}
