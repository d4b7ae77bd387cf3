package io.atoms.samples.shop.state;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.MountContext;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.utils.TimeAtoms;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;

/**
 * Changes prices and stocks in the background, as long as somebody watches {@link #CHANGES}. Each change is a commit of
 * its own, on the thread of {@link TimeAtoms#SCHEDULER}.
 */
public final class Market {

    /** Changes per second. Taken over within {@value #TICK} ms. */
    public static final PrimitiveAtom<Integer> RATE = Atom.of(10).named("market.rate");

    /** How many changes there were so far. Observing it opens the market. */
    public static final PrimitiveAtom<Long> CHANGES =
            Atom.of(0L).named("market.changes").onMount(Market::open);

    static final int TICK = 10;

    private static final long SEED = 1;

    private final AtomStore store;
    private final List<Product> products = Catalogue.all();
    private final Random random = new Random(SEED);

    /** What is due, in thousandths of a change. */
    private long due;

    private Market(AtomStore store) {
        this.store = store;
    }

    private static Runnable open(MountContext<Long> context) {
        Market market = new Market(context.store());
        Disposable ticking =
                context.get(TimeAtoms.SCHEDULER).schedulePeriodically(market::tick, TICK, TICK, TimeUnit.MILLISECONDS);
        return ticking::dispose;
    }

    private void tick() {
        try {
            due += (long) store.get(RATE) * TICK;
            long changes = due / 1_000;
            due %= 1_000;
            for (int i = 0; i < changes; i++) {
                change();
            }
            store.update(CHANGES, count -> count + changes);
        } catch (StoreClosedException closed) {
            // Between this tick and the next one the window was closed; there will be no next one.
        }
    }

    /** Around what the product cost at the opening, so that prices do not wander off. */
    private void change() {
        int id = products.get(random.nextInt(products.size())).id();
        store.set(ProductAtoms.OFFER.of(id), Catalogue.opening(id).vary(random));
    }
}
