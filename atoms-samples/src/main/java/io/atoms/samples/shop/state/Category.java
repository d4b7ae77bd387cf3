package io.atoms.samples.shop.state;

/** What products are sorted into, and the choice of all of them. */
public enum Category {
    ALL("All products"),
    TEA("Tea"),
    COFFEE("Coffee"),
    CHOCOLATE("Chocolate"),
    SPICE("Spice");

    private final String title;

    Category(String title) {
        this.title = title;
    }

    /** Whether who chose this wants to see products of the other category. */
    boolean admits(Category other) {
        return this == ALL || this == other;
    }

    @Override
    public String toString() {
        return title;
    }
}
