package io.atoms.samples.shop;

import io.atoms.AtomStore;
import io.atoms.samples.shop.state.CartAction;
import io.atoms.samples.shop.state.CartAtoms;
import io.atoms.samples.shop.state.Market;
import io.atoms.samples.shop.state.Preferences;
import io.atoms.samples.shop.state.ProductAtoms;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Somebody who has been here for a while: things in the cart, a filter, and a busy market. */
final class Demo {

    /** As many changes as it takes until their speed has been measured and is shown. */
    private static final long ENOUGH = 25_000;

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int FAIR_PRICE = 30;
    private static final int BUSY = 10_000;
    private static final List<Integer> CART = List.of(3, 3, 8, 15, 27, 27, 27, 46);

    private Demo() {}

    static void play(AtomStore store) {
        store.reset(Preferences.FILTERS.value());
        store.set(CartAtoms.CART, new CartAction.Clear());
        CART.forEach(id -> store.set(CartAtoms.CART, new CartAction.Add(id)));
        store.run(CartAtoms.HISTORY.undo());
        store.set(ProductAtoms.IN_STOCK, true);
        store.set(ProductAtoms.MAX_EUROS, FAIR_PRICE);
        store.set(Market.RATE, BUSY);
    }

    /** Returns when the window has been busy for a while. Not for the event thread. */
    static void watch(AtomStore store) {
        store.flux(Market.CHANGES)
                .filter(changes -> changes >= ENOUGH)
                .next()
                .timeout(LONGEST, Mono.empty())
                .block();
    }
}
