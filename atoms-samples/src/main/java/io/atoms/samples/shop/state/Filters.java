package io.atoms.samples.shop.state;

import java.util.Objects;

/**
 * Which products to list, and how. Stored as JSON; what does not pass the checks here is not taken over.
 *
 * @param category of these only
 * @param maxEuros up to this price, 1 to {@link #ANY_PRICE}, which means any price
 * @param inStock whether to leave out what is sold out
 * @param sort in what order
 */
public record Filters(Category category, int maxEuros, boolean inStock, Sort sort) {

    /** The greatest price that can be chosen, which means any. */
    public static final int ANY_PRICE = 40;

    /** All products, by name. */
    public static final Filters NONE = new Filters(Category.ALL, ANY_PRICE, false, Sort.NAME);

    /** Checks what was stored. */
    public Filters {
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(sort, "sort");
        if (maxEuros < 1 || maxEuros > ANY_PRICE) {
            throw new IllegalArgumentException("maxEuros must be 1 to " + ANY_PRICE + ", was " + maxEuros);
        }
    }

    Filters withCategory(Category other) {
        return new Filters(other, maxEuros, inStock, sort);
    }

    Filters withMaxEuros(int other) {
        return new Filters(category, other, inStock, sort);
    }

    Filters withInStock(boolean other) {
        return new Filters(category, maxEuros, other, sort);
    }

    Filters withSort(Sort other) {
        return new Filters(category, maxEuros, inStock, other);
    }
}
