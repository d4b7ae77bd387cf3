package io.atoms.samples.shop.state;

import io.atoms.AtomStore;
import io.atoms.utils.storage.StorageAtom;

/** All that is there again after a restart. */
public final class Preferences {

    /** Which products to list. */
    public static final StorageAtom<Filters> FILTERS = StorageAtom.of("filters", Filters.class, Filters.NONE);

    /** What is in the cart. Written through {@link CartAtoms#CART}, so that it can be undone. */
    public static final StorageAtom<Cart> CART = StorageAtom.of("cart", Cart.class, Cart.EMPTY);

    /** How large the window is. */
    public static final StorageAtom<WindowSize> WINDOW = StorageAtom.of("window", WindowSize.class, WindowSize.USUAL);

    private Preferences() {}

    /** Reads the files, on the calling thread. Afterwards the event thread finds all values in memory. */
    public static void load(AtomStore store) {
        store.get(FILTERS.value());
        store.get(CART.value());
        store.get(WINDOW.value());
    }
}
