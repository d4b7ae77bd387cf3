package io.atoms.samples.shop.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoms.samples.shop.state.Cart.Line;
import io.atoms.samples.shop.state.CartAction.Add;
import io.atoms.samples.shop.state.CartAction.Clear;
import io.atoms.samples.shop.state.CartAction.Remove;
import io.atoms.samples.shop.state.CartAction.Take;
import java.util.List;
import org.junit.jupiter.api.Test;

class CartActionTest {

    private static Cart after(CartAction... actions) {
        Cart cart = Cart.EMPTY;
        for (CartAction action : actions) {
            cart = CartAction.REDUCER.apply(cart, action);
        }
        return cart;
    }

    @Test
    void add_makesALine_thenCounts() {
        assertThat(after(new Add(3), new Add(1), new Add(3)).lines()).containsExactly(new Line(3, 2), new Line(1, 1));
    }

    @Test
    void take_countsDown_andTheLastOneTakesTheLine() {
        assertThat(after(new Add(3), new Add(3), new Take(3))).isEqualTo(new Cart(List.of(new Line(3, 1))));
        assertThat(after(new Add(3), new Take(3))).isEqualTo(Cart.EMPTY);
        assertThat(after(new Take(3))).isEqualTo(Cart.EMPTY);
    }

    @Test
    void remove_takesTheWholeLine_andNoOther() {
        assertThat(after(new Add(3), new Add(3), new Add(1), new Remove(3)).lines())
                .containsExactly(new Line(1, 1));
    }

    @Test
    void clear_takesAll() {
        assertThat(after(new Add(3), new Add(1), new Clear())).isEqualTo(Cart.EMPTY);
    }

    @Test
    void line_ofNothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Line(1, 0)).withMessageContaining("at least 1");
    }

    @Test
    void label_saysWhatItDoes() {
        assertThat(List.of(new Add(1), new Take(1), new Remove(1), new Clear()))
                .extracting(CartAction::label)
                .containsExactly("add Assam", "take Assam", "remove Assam", "clear");
    }
}
