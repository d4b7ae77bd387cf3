package io.atoms.samples.shop.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageException;
import io.atoms.utils.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** What a restart brings back, and what it does not. */
class PreferencesTest {

    private final List<StorageException> problems = new ArrayList<>();

    @TempDir
    Path folder;

    /** One run of the program. */
    private void run(Consumer<AtomStore> program) {
        StorageOptions options =
                StorageOptions.ofDefaults().scheduler(Schedulers.immediate()).onProblem(problems::add);
        try (AtomStore store = AtomStore.create();
                Storage storage = FileStorage.open(folder, options)) {
            store.set(Storage.CURRENT, storage);
            Preferences.load(store);
            program.accept(store);
        }
    }

    @Test
    void firstRun_hasTheDefaults() {
        run(store -> {
            assertThat(store.get(Preferences.FILTERS.value())).isEqualTo(Filters.NONE);
            assertThat(store.get(Preferences.CART.value())).isEqualTo(Cart.EMPTY);
            assertThat(store.get(Preferences.WINDOW.value())).isEqualTo(WindowSize.USUAL);
        });
        assertThat(problems).isEmpty();
    }

    @Test
    void restart_bringsBackFilters_cart_andWindow() {
        run(store -> {
            store.set(ProductAtoms.CATEGORY, Category.COFFEE);
            store.set(ProductAtoms.MAX_EUROS, 12);
            store.set(ProductAtoms.IN_STOCK, true);
            store.set(ProductAtoms.SORT, Sort.DEAREST);
            store.set(CartAtoms.CART, new CartAction.Add(3));
            store.set(CartAtoms.CART, new CartAction.Add(3));
            store.set(Preferences.WINDOW.value(), new WindowSize(1_000, 700));
        });
        run(store -> {
            assertThat(store.get(Preferences.FILTERS.value()))
                    .isEqualTo(new Filters(Category.COFFEE, 12, true, Sort.DEAREST));
            assertThat(store.get(CartAtoms.CART)).isEqualTo(new Cart(List.of(new Cart.Line(3, 2))));
            assertThat(store.get(Preferences.WINDOW.value())).isEqualTo(new WindowSize(1_000, 700));
        });
        assertThat(problems).isEmpty();
    }

    @Test
    void restart_bringsBackWhatUndoLeft_butNoSteps() {
        run(store -> {
            store.set(CartAtoms.CART, new CartAction.Add(3));
            store.set(CartAtoms.CART, new CartAction.Add(4));
            store.run(CartAtoms.HISTORY.undo());
        });
        run(store -> {
            assertThat(store.get(CartAtoms.CART)).isEqualTo(new Cart(List.of(new Cart.Line(3, 1))));
            assertThat(store.get(CartAtoms.UNDO)).isEmpty();
            assertThat(store.run(CartAtoms.HISTORY.undo())).isFalse();
        });
    }

    @Test
    void restart_bringsBackNeitherSearch_norPrices() {
        run(store -> {
            store.set(ProductAtoms.SEARCH.current(), "tea");
            store.set(ProductAtoms.OFFER.of(1), new Offer(1, 1));
        });
        run(store -> {
            assertThat(store.get(ProductAtoms.SEARCH.current())).isEmpty();
            assertThat(store.get(ProductAtoms.OFFER.of(1))).isEqualTo(Catalogue.opening(1));
        });
    }

    @Test
    void damagedFile_isReported_andGivesTheDefault() throws IOException {
        run(store -> store.set(ProductAtoms.CATEGORY, Category.COFFEE));
        Files.writeString(folder.resolve("filters.atom"), "rubbish");

        run(store -> assertThat(store.get(ProductAtoms.CATEGORY)).isEqualTo(Category.ALL));
        assertThat(problems).extracting(StorageException::kind).containsExactly(StorageException.Kind.DAMAGED);
    }

    @Test
    void tooSmallWindow_becomesLargeEnough() {
        assertThat(new WindowSize(1, 9_000)).isEqualTo(new WindowSize(WindowSize.SMALLEST.width(), 9_000));
    }
}
