package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Cart.CART;
import static io.atoms.samples.cookbook.Cart.CENTS;
import static io.atoms.samples.cookbook.Cart.CHECK_OUT;
import static io.atoms.samples.cookbook.Cart.PIECES;
import static io.atoms.samples.cookbook.Cart.STOCK;
import static io.atoms.samples.cookbook.Cart.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.Cart.Add;
import io.atoms.samples.cookbook.Cart.Clear;
import io.atoms.samples.cookbook.Cart.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CartTest {
    private final AtomStore store = AtomStore.create();

    @BeforeEach
    void fill() {
        store.set(CENTS.of("mug"), 900);
        store.set(STOCK.of("mug"), 5);
        store.set(CENTS.of("tea"), 450);
        store.set(STOCK.of("tea"), 1);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void add_addsUp_andTakesOut() {
        store.set(CART, new Add("mug", 1));
        store.set(CART, new Add("mug", 2));
        store.set(CART, new Add("tea", 1));
        assertThat(store.get(CART)).isEqualTo(Map.of("mug", 3, "tea", 1));

        store.set(CART, new Add("mug", -1));
        store.set(CART, new Add("tea", -7));
        assertThat(store.get(CART)).isEqualTo(Map.of("mug", 2));
    }

    @Test
    void removeAndClear_takeOut() {
        store.set(CART, new Add("mug", 3));
        store.set(CART, new Add("tea", 1));
        store.set(CART, new Remove("mug"));
        assertThat(store.get(CART)).isEqualTo(Map.of("tea", 1));

        store.set(CART, new Clear());
        assertThat(store.get(CART)).isEmpty();
    }

    @Test
    void commandWithoutEffect_tellsNobody() {
        List<Object> told = new ArrayList<>();
        store.subscribe(CART, cart -> told.add(cart));

        store.set(CART, new Remove("mug"));
        store.set(CART, new Clear());
        store.set(CART, new Add("mug", 0));

        assertThat(told).isEmpty();
    }

    @Test
    void total_followsCartAndPrices_butNotOtherPrices() {
        List<Integer> totals = new ArrayList<>();
        store.subscribe(TOTAL, total -> totals.add(total));

        store.set(CART, new Add("mug", 2));
        store.set(CENTS.of("mug"), 1000);
        store.set(CENTS.of("tea"), 1);

        assertThat(totals).containsExactly(1800, 2000);
        assertThat(store.get(PIECES)).isEqualTo(2);
    }

    @Test
    void checkOut_takesFromTheStock_andEmptiesTheCart() {
        store.set(CART, new Add("mug", 2));
        store.set(CART, new Add("tea", 1));

        assertThat(store.run(CHECK_OUT)).isEqualTo(2250);

        assertThat(store.get(CART)).isEmpty();
        assertThat(store.get(STOCK.of("mug"))).isEqualTo(3);
        assertThat(store.get(STOCK.of("tea"))).isZero();
    }

    @Test
    void checkOut_withoutEnough_takesNothing() {
        store.set(CART, new Add("mug", 1));
        store.set(CART, new Add("tea", 2));

        assertThatThrownBy(() -> store.run(CHECK_OUT)).hasMessage("not enough of tea");

        assertThat(store.get(STOCK.of("mug"))).isEqualTo(5);
        assertThat(store.get(CART)).isEqualTo(Map.of("mug", 1, "tea", 2));
    }

    @Test
    void manyThreads_loseNoCommand() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 400; i++) {
            threads.execute(() -> store.set(CART, new Add("mug", 1)));
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.get(PIECES)).isEqualTo(400);
    }
}
