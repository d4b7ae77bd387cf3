package io.atoms.samples.shop.state;

/**
 * A line of the list.
 *
 * @param product what it is
 * @param offer what it costs, and how many there are
 * @param inCart how many of it are in the cart
 */
public record ProductRow(Product product, Offer offer, int inCart) {

    /** The number of the product. */
    public int id() {
        return product.id();
    }
}
