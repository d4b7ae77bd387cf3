package io.atoms.samples.shop.state;

import io.atoms.utils.ReducerAtom;
import java.util.function.BiFunction;

/** All that can be done to a cart. */
public sealed interface CartAction {

    /** What it does to a cart. A pure function, so it is tested without a store. */
    BiFunction<Cart, CartAction, Cart> REDUCER = ReducerAtom.<Cart, CartAction>cases()
            .on(Add.class, (cart, add) -> cart.with(add.product(), quantity -> quantity + 1))
            .on(Take.class, (cart, take) -> cart.with(take.product(), quantity -> quantity - 1))
            .on(Remove.class, (cart, remove) -> cart.with(remove.product(), quantity -> 0))
            .on(Clear.class, (cart, clear) -> Cart.EMPTY);

    /** What undo is called afterwards. */
    String label();

    /** One more of a product. */
    record Add(int product) implements CartAction {
        @Override
        public String label() {
            return "add " + Catalogue.product(product).name();
        }
    }

    /** One less. */
    record Take(int product) implements CartAction {
        @Override
        public String label() {
            return "take " + Catalogue.product(product).name();
        }
    }

    /** No more of it. */
    record Remove(int product) implements CartAction {
        @Override
        public String label() {
            return "remove " + Catalogue.product(product).name();
        }
    }

    /** Nothing at all. */
    record Clear() implements CartAction {
        @Override
        public String label() {
            return "clear";
        }
    }
}
