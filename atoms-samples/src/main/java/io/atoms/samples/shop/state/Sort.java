package io.atoms.samples.shop.state;

import java.util.Comparator;
import java.util.function.Function;

/** In what order products are listed. */
public enum Sort {
    NAME("by name"),
    CHEAPEST("cheapest first"),
    DEAREST("dearest first"),
    STOCK("most in stock first");

    private final String title;

    Sort(String title) {
        this.title = title;
    }

    /** The order. It asks for offers only if it needs them, so a list by name does not depend on them. */
    Comparator<Product> order(Function<Product, Offer> offer) {
        Comparator<Product> byName = Comparator.comparing(Product::name);
        Comparator<Product> byPrice =
                Comparator.comparing(product -> offer.apply(product).cents());
        Comparator<Product> byStock =
                Comparator.comparing(product -> offer.apply(product).stock());
        return switch (this) {
            case NAME -> byName;
            case CHEAPEST -> byPrice.thenComparing(byName);
            case DEAREST -> byPrice.reversed().thenComparing(byName);
            case STOCK -> byStock.reversed().thenComparing(byName);
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
