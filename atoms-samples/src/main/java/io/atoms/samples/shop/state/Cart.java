package io.atoms.samples.shop.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What somebody means to buy: numbers only, as prices change. Stored as JSON.
 *
 * @param lines one for each product, in the order in which they were first added
 */
public record Cart(List<Line> lines) {

    /** Nothing yet. */
    public static final Cart EMPTY = new Cart(List.of());

    /** Copies the list. */
    public Cart {
        lines = List.copyOf(lines);
    }

    /**
     * So many of a product.
     *
     * @param product its number
     * @param quantity at least 1
     */
    public record Line(int product, int quantity) {

        /** Checks what was stored. */
        public Line {
            if (quantity < 1) {
                throw new IllegalArgumentException("a quantity must be at least 1, was " + quantity);
            }
        }
    }

    /** How many of the product; 0 if it is not in the cart. */
    public int quantity(int product) {
        return lines.stream()
                .filter(line -> line.product() == product)
                .mapToInt(Line::quantity)
                .sum();
    }

    /** With another quantity of the product; a line of none or less is gone. */
    Cart with(int product, IntUnaryOperator change) {
        List<Line> changed = new ArrayList<>(lines);
        int quantity = change.applyAsInt(quantity(product));
        Line line = quantity < 1 ? null : new Line(product, quantity);
        int index = lines.stream().map(Line::product).toList().indexOf(product);
        if (index < 0 && line != null) {
            changed.add(line);
        } else if (index >= 0 && line != null) {
            changed.set(index, line);
        } else if (index >= 0) {
            changed.remove(index);
        }
        return new Cart(changed);
    }
}
