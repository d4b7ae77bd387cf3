package io.atoms.samples.shop;

import io.atoms.AtomStore;
import io.atoms.samples.shop.state.CartAction;
import io.atoms.samples.shop.state.CartAtoms;
import io.atoms.samples.shop.state.Market;
import io.atoms.samples.shop.state.Preferences;
import io.atoms.samples.shop.state.ProductAtoms;
import java.time.Duration;
import java.util.List;

/** Somebody who has been here for a while: things in the cart, a filter, and a busy market. */
final class Demo {

    /** Until the speed of the market has been measured and shown. */
    static final Duration LASTS = Duration.ofMillis(2_500);

    private static final int BUSY = 10_000;
    private static final List<Integer> CART = List.of(3, 3, 8, 15, 27, 27, 27, 46);

    private Demo() {}

    static void play(AtomStore store) {
        store.reset(Preferences.FILTERS.value());
        store.set(CartAtoms.CART, new CartAction.Clear());
        CART.forEach(id -> store.set(CartAtoms.CART, new CartAction.Add(id)));
        store.run(CartAtoms.HISTORY.undo());
        store.set(ProductAtoms.IN_STOCK, true);
        store.set(Market.RATE, BUSY);
    }
}
