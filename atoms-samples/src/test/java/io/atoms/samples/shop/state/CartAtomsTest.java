package io.atoms.samples.shop.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.shop.state.CartAction.Add;
import io.atoms.samples.shop.state.CartAction.Clear;
import io.atoms.samples.shop.state.CartAction.Remove;
import io.atoms.samples.shop.state.CartAction.Take;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class CartAtomsTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomStore store = ShopStore.create(time);

    @AfterEach
    void close() {
        store.close();
        time.dispose();
    }

    private void act(CartAction... actions) {
        for (CartAction action : actions) {
            store.set(CartAtoms.CART, action);
        }
    }

    private void offer(int id, int cents, int stock) {
        store.set(ProductAtoms.OFFER.of(id), new Offer(cents, stock));
    }

    private int quantity(int id) {
        return store.get(CartAtoms.QUANTITY.of(id));
    }

    @Nested
    class View {

        @Test
        void total_isOfThePresentPrices() {
            offer(1, 250, 9);
            offer(2, 1_000, 9);
            act(new Add(1), new Add(1), new Add(2));

            assertThat(store.get(CartAtoms.VIEW))
                    .isEqualTo(new CartView(
                            List.of(
                                    new CartView.Line(1, "Assam", 2, 500, 0),
                                    new CartView.Line(2, "Ceylon", 1, 1_000, 0)),
                            3,
                            1_500));
            offer(1, 300, 9);
            assertThat(store.get(CartAtoms.VIEW).cents()).isEqualTo(1_600);
        }

        @Test
        void moreThanIsInStock_isMissing() {
            offer(1, 250, 1);
            act(new Add(1), new Add(1), new Add(1));

            assertThat(store.get(CartAtoms.VIEW).lines().get(0).missing()).isEqualTo(2);
        }

        @Test
        void priceOfAProductThatIsNotInTheCart_recomputesNothing() {
            act(new Add(1));
            store.subscribe(CartAtoms.VIEW, view -> {});
            long before = ShopStore.recomputes(store, "cart.view");
            offer(2, 1, 1);
            assertThat(ShopStore.recomputes(store, "cart.view")).isEqualTo(before);

            offer(1, 1, 1);
            assertThat(ShopStore.recomputes(store, "cart.view")).isEqualTo(before + 1);
        }

        @Test
        void productThatIsSoldNoMore_isLeftOut() {
            store.set(Preferences.CART.value(), new Cart(List.of(new Cart.Line(999, 3), new Cart.Line(1, 1))));

            assertThat(store.get(CartAtoms.VIEW).items()).isEqualTo(1);
        }
    }

    @Nested
    class UndoAndRedo {

        @Test
        void eachAction_isAStep_withItsName() {
            act(new Add(1), new Add(2), new Remove(1));

            assertThat(store.get(CartAtoms.UNDO)).isEqualTo("remove Assam");
            assertThat(store.get(CartAtoms.REDO)).isEmpty();
            store.run(CartAtoms.HISTORY.undo());
            assertThat(quantity(1)).isEqualTo(1);
            assertThat(store.get(CartAtoms.UNDO)).isEqualTo("add Ceylon");
            assertThat(store.get(CartAtoms.REDO)).isEqualTo("remove Assam");
            store.run(CartAtoms.HISTORY.redo());
            assertThat(quantity(1)).isZero();
        }

        @Test
        void undoOfAll_leadsToTheEmptyCart() {
            act(new Add(1), new Add(1), new Clear());
            while (store.run(CartAtoms.HISTORY.undo())) {
                assertThat(store.get(CartAtoms.CART)).isNotNull();
            }

            assertThat(store.get(CartAtoms.CART)).isEqualTo(Cart.EMPTY);
            assertThat(store.get(CartAtoms.UNDO)).isEmpty();
            assertThat(store.get(CartAtoms.HISTORY.position())).isZero();
        }

        @Test
        void actionThatChangesNothing_isNoStep() {
            act(new Take(1), new Clear());

            assertThat(store.get(CartAtoms.HISTORY.entries())).isEmpty();
        }

        @Test
        void newAction_dropsWhatWasUndone() {
            act(new Add(1));
            store.run(CartAtoms.HISTORY.undo());
            act(new Add(2));

            assertThat(store.get(CartAtoms.REDO)).isEmpty();
        }

        @Test
        void prices_areNoSteps_andUndoKeepsThem() {
            act(new Add(1));
            offer(1, 777, 5);
            store.run(CartAtoms.HISTORY.undo());

            assertThat(store.get(ProductAtoms.OFFER.of(1))).isEqualTo(new Offer(777, 5));
            assertThat(store.get(CartAtoms.CART)).isEqualTo(Cart.EMPTY);
        }
    }

    @Test
    void quantity_ofOtherProducts_tellsNobody() {
        List<Integer> told = new ArrayList<>();
        store.subscribe(CartAtoms.QUANTITY.of(1), quantity -> told.add(quantity));
        act(new Add(2), new Add(1), new Add(3));

        assertThat(told).containsExactly(1);
    }
}
