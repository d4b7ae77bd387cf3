package io.atoms.samples.shop.state;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.WritableAtom;
import io.atoms.utils.History;
import java.util.List;

/**
 * The cart: a reducer over a history over a stored atom.
 *
 * <pre>
 * action --> CART --> history --> Preferences.CART --> file
 * </pre>
 */
public final class CartAtoms {

    private static final int STEPS = 100;

    /** Undo and redo of the cart. Not stored: after a restart there is nothing to undo. */
    public static final History HISTORY =
            History.of(Preferences.CART.value(), STEPS).named("cart.history");

    private static final WritableAtom<Cart, Cart> TRACKED = HISTORY.tracked(Preferences.CART.value());

    /** The cart. It is changed by actions only, each of which is a step that can be undone. */
    public static final WritableAtom<Cart, CartAction> CART = Atom.<Cart, CartAction>writable(
                    get -> get.get(TRACKED), (set, action) -> {
                        set.run(HISTORY.label(), action.label());
                        set.update(TRACKED, cart -> CartAction.REDUCER.apply(cart, action));
                    })
            .named("cart");

    /** How many of a product are in the cart. */
    public static final AtomFamily<Integer, Atom<Integer>> QUANTITY = Atom.<Integer, Atom<Integer>>family(
                    id -> Atom.map(CART, cart -> cart.quantity(id)))
            .named("quantity");

    /** The cart with names and prices. One atom, so that lines and total are of the same moment. */
    public static final Atom<CartView> VIEW = Atom.derived(get -> CartView.of(get.get(CART).lines().stream()
                    .filter(line -> Catalogue.has(line.product()))
                    .map(line -> line(line, get.get(ProductAtoms.OFFER.of(line.product()))))
                    .toList()))
            .named("cart.view");

    /** What undo would take back; empty if there is nothing. */
    public static final Atom<String> UNDO = Atom.combine(
                    HISTORY.entries(), HISTORY.position(), (entries, position) -> label(entries, position - 1))
            .named("cart.undo");

    /** What redo would do again; empty if there is nothing. */
    public static final Atom<String> REDO = Atom.combine(HISTORY.entries(), HISTORY.position(), CartAtoms::label)
            .named("cart.redo");

    private CartAtoms() {}

    private static CartView.Line line(Cart.Line line, Offer offer) {
        return new CartView.Line(
                line.product(),
                Catalogue.product(line.product()).name(),
                line.quantity(),
                (long) line.quantity() * offer.cents(),
                Math.max(0, line.quantity() - offer.stock()));
    }

    private static String label(List<History.Entry> entries, int index) {
        return index < 0 || index >= entries.size() ? "" : entries.get(index).label();
    }
}
