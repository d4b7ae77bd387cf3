package io.atoms.samples.shop.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoms.AtomStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class ProductAtomsTest {

    private static final int ASSAM = 1;
    private static final int CEYLON = 2;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomStore store = ShopStore.create(time);

    @AfterEach
    void close() {
        store.close();
        time.dispose();
    }

    private void offer(int id, int cents, int stock) {
        store.set(ProductAtoms.OFFER.of(id), new Offer(cents, stock));
    }

    private List<Integer> visible() {
        return store.get(ProductAtoms.VISIBLE);
    }

    private List<String> names() {
        return visible().stream().map(id -> Catalogue.product(id).name()).toList();
    }

    private long recomputes(String atom) {
        return ShopStore.recomputes(store, atom);
    }

    @Test
    void withoutFilters_allAreListed_byName() {
        assertThat(names()).hasSize(Catalogue.all().size()).isSorted();
    }

    @Nested
    class Filtering {

        @Test
        void category_leavesOutTheOthers() {
            store.set(ProductAtoms.CATEGORY, Category.TEA);

            assertThat(visible())
                    .hasSize(12)
                    .allMatch(id -> Catalogue.product(id).category() == Category.TEA);
        }

        @Test
        void inStock_leavesOutWhatIsSoldOut_andFollows() {
            offer(ASSAM, 100, 0);
            store.set(ProductAtoms.IN_STOCK, true);
            assertThat(visible()).doesNotContain(ASSAM);

            offer(ASSAM, 100, 1);
            assertThat(visible()).contains(ASSAM);
        }

        @Test
        void maxEuros_isInclusive_andTheGreatestMeansAny() {
            offer(ASSAM, 2_000, 1);
            offer(CEYLON, 2_001, 1);
            store.set(ProductAtoms.MAX_EUROS, 20);
            assertThat(visible()).contains(ASSAM).doesNotContain(CEYLON);

            offer(CEYLON, 100_000, 1);
            store.set(ProductAtoms.MAX_EUROS, Filters.ANY_PRICE);
            assertThat(visible()).contains(ASSAM, CEYLON);
        }

        @Test
        void badPrice_isRefused_andLeavesAllAsItWas() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.set(ProductAtoms.MAX_EUROS, 0))
                    .withMessageContaining("1 to 40");
            assertThat(store.get(Preferences.FILTERS.value())).isEqualTo(Filters.NONE);
        }

        @Test
        void filters_areOneValue() {
            store.set(ProductAtoms.CATEGORY, Category.SPICE);
            store.set(ProductAtoms.SORT, Sort.DEAREST);

            assertThat(store.get(Preferences.FILTERS.value()))
                    .isEqualTo(new Filters(Category.SPICE, Filters.ANY_PRICE, false, Sort.DEAREST));
            store.reset(Preferences.FILTERS.value());
            assertThat(store.get(ProductAtoms.CATEGORY)).isEqualTo(Category.ALL);
        }
    }

    @Nested
    class Sorting {

        @Test
        void cheapest_dearest_stock() {
            store.set(ProductAtoms.CATEGORY, Category.TEA);
            offer(ASSAM, 1, 1_000);
            offer(CEYLON, 100_000, 999);

            store.set(ProductAtoms.SORT, Sort.CHEAPEST);
            assertThat(names()).startsWith("Assam").endsWith("Ceylon");
            store.set(ProductAtoms.SORT, Sort.DEAREST);
            assertThat(names()).startsWith("Ceylon").endsWith("Assam");
            store.set(ProductAtoms.SORT, Sort.STOCK);
            assertThat(names()).startsWith("Assam", "Ceylon");
        }

        @Test
        void equals_areByName() {
            store.set(ProductAtoms.CATEGORY, Category.TEA);
            visible().forEach(id -> offer(id, 500, 5));

            for (Sort sort : Sort.values()) {
                store.set(ProductAtoms.SORT, sort);
                assertThat(names()).isSorted();
            }
        }
    }

    @Nested
    class Searching {

        private final List<List<Integer>> lists = new ArrayList<>();

        @BeforeEach
        void watch() {
            store.subscribe(ProductAtoms.VISIBLE, ids -> lists.add(ids));
        }

        @Test
        void list_followsOnceTheTextRests() {
            for (String text : List.of("d", "da", "dar")) {
                store.set(ProductAtoms.SEARCH.current(), text);
                time.advanceTimeBy(ProductAtoms.REST.minusMillis(1));
            }
            assertThat(lists).isEmpty();

            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(lists).hasSize(1);
            assertThat(names()).containsExactly("Darjeeling", "Dark 70%", "Dark 85%");
        }

        @Test
        void flush_needsNoWait() {
            store.set(ProductAtoms.SEARCH.current(), " ASSAM ");
            store.run(ProductAtoms.SEARCH.flush());

            assertThat(names()).containsExactly("Assam");
        }

        @Test
        void nothingFound_isAnEmptyList() {
            store.set(ProductAtoms.SEARCH.current(), "beer");
            time.advanceTimeBy(ProductAtoms.REST);

            assertThat(visible()).isEmpty();
        }
    }

    @Nested
    class FineGrain {

        private final List<List<Integer>> lists = new ArrayList<>();
        private final List<ProductRow> rows = new ArrayList<>();

        @BeforeEach
        void watch() {
            store.subscribe(ProductAtoms.VISIBLE, ids -> lists.add(ids));
            Catalogue.all()
                    .forEach(product -> store.subscribe(ProductAtoms.ROW.of(product.id()), row -> rows.add(row)));
        }

        @Test
        void newPrice_recomputesItsRow_andNothingElse() {
            long before = recomputes("visible");
            offer(ASSAM, 123, 4);

            assertThat(rows).containsExactly(new ProductRow(Catalogue.product(ASSAM), new Offer(123, 4), 0));
            assertThat(recomputes("visible")).isEqualTo(before);
            assertThat(recomputes("row[2]")).isEqualTo(1);
        }

        @Test
        void newPrice_withAFilterOnIt_asksThatProductAlone() {
            store.set(ProductAtoms.MAX_EUROS, 20);
            offer(ASSAM, 500, 4);
            long list = recomputes("visible");
            long other = recomputes("matches[2]");
            offer(ASSAM, 600, 4);

            assertThat(recomputes("visible")).isEqualTo(list);
            assertThat(recomputes("matches[2]")).isEqualTo(other);
            offer(ASSAM, 2_001, 4);
            assertThat(recomputes("visible")).isEqualTo(list + 1);
        }

        @Test
        void newPrice_inAListByPrice_isAnotherListOnlyIfTheOrderIs() {
            store.set(ProductAtoms.SORT, Sort.CHEAPEST);
            offer(ASSAM, 10, 4);
            lists.clear();
            offer(ASSAM, 11, 4);
            assertThat(lists).isEmpty();

            offer(ASSAM, 100_000, 4);
            assertThat(lists).hasSize(1);
        }

        @Test
        void cart_changesTheRowOfItsProduct() {
            store.set(CartAtoms.CART, new CartAction.Add(CEYLON));

            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).inCart()).isEqualTo(1);
            assertThat(rows.get(0).id()).isEqualTo(CEYLON);
        }
    }
}
