package io.atoms.samples.shop.state;

import java.util.List;

/**
 * The cart as it is shown, at the prices of one moment.
 *
 * @param lines what is in it
 * @param items how many things
 * @param cents what they cost together
 */
public record CartView(List<Line> lines, int items, long cents) {

    /**
     * So many of a product, at its present price.
     *
     * @param product its number
     * @param name its name
     * @param quantity how many
     * @param cents what they cost together
     * @param missing how many of them are not in stock
     */
    public record Line(int product, String name, int quantity, long cents, int missing) {}

    static CartView of(List<Line> lines) {
        return new CartView(
                lines,
                lines.stream().mapToInt(Line::quantity).sum(),
                lines.stream().mapToLong(Line::cents).sum());
    }
}
