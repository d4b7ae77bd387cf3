package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.ProductList.CATEGORIES;
import static io.atoms.samples.cookbook.ProductList.ORDER;
import static io.atoms.samples.cookbook.ProductList.PRODUCTS;
import static io.atoms.samples.cookbook.ProductList.SHOWN;
import static io.atoms.samples.cookbook.ProductList.STATISTICS;
import static io.atoms.samples.cookbook.ProductList.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.ProductList.Order;
import io.atoms.samples.cookbook.ProductList.Product;
import io.atoms.samples.cookbook.ProductList.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductListTest {
    private static final Product POT = new Product("Teapot", "kitchen", 2400);
    private static final Product TEA = new Product("Green tea", "food", 450);
    private static final Product MUG = new Product("Mug", "kitchen", 900);

    private final AtomStore store = AtomStore.builder().counting(true).build();

    @BeforeEach
    void fill() {
        store.set(PRODUCTS, List.of(POT, TEA, MUG));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long recomputes(String atom) {
        return store.inspect().find(atom).orElseThrow().recomputes();
    }

    @Test
    void text_matchesAnywhere_whateverTheCase() {
        store.set(TEXT, " TEA ");

        assertThat(store.get(SHOWN)).containsExactly(TEA, POT);
    }

    @Test
    void categories_limit_andNoneIsAll() {
        store.set(CATEGORIES, Set.of("kitchen"));
        assertThat(store.get(SHOWN)).containsExactly(MUG, POT);

        store.reset(CATEGORIES);
        assertThat(store.get(SHOWN)).containsExactly(TEA, MUG, POT);
    }

    @Test
    void order_sorts_withoutFilteringAgain() {
        store.subscribe(SHOWN, shown -> {});
        store.subscribe(STATISTICS, statistics -> {});
        store.set(ORDER, Order.PRICE);

        assertThat(store.get(SHOWN)).containsExactly(TEA, MUG, POT);
        assertThat(recomputes("products.shown")).isEqualTo(2);
        assertThat(recomputes("products.found")).isEqualTo(1);
        assertThat(recomputes("products.statistics")).isEqualTo(1);
    }

    @Test
    void statistics_areOfWhatIsFound() {
        assertThat(store.get(STATISTICS)).isEqualTo(new Statistics(3, 450, 2400));

        store.set(TEXT, "nothing of that name");
        assertThat(store.get(STATISTICS)).isEqualTo(new Statistics(0, 0, 0));
    }

    @Test
    void filterThatFindsTheSame_tellsNobody() {
        store.set(TEXT, "tea");
        List<Object> told = new ArrayList<>();
        store.subscribe(SHOWN, shown -> told.add(shown));
        store.subscribe(STATISTICS, statistics -> told.add(statistics));

        store.set(TEXT, "tea ");
        assertThat(recomputes("products.found")).isEqualTo(1);
        store.set(TEXT, "te");
        assertThat(recomputes("products.found")).isEqualTo(2);
        assertThat(told).isEmpty();
    }

    @Test
    void severalFiltersInOneTransaction_areOneChange() {
        List<List<Product>> told = new ArrayList<>();
        store.subscribe(SHOWN, shown -> told.add(shown));

        store.transaction(tx -> {
            tx.set(TEXT, "tea");
            tx.set(CATEGORIES, Set.of("food"));
            tx.set(ORDER, Order.PRICE);
        });

        assertThat(told).containsExactly(List.of(TEA));
    }
}
