package io.atoms.samples.shop.state;

/**
 * What never changes about a product.
 *
 * @param id its number, by which all else refers to it
 * @param name what people call it
 * @param category what it belongs to
 */
public record Product(int id, String name, Category category) {}
