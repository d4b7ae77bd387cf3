package io.atoms.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.samples.shop.state.CartAction;
import io.atoms.samples.shop.state.CartAtoms;
import io.atoms.samples.shop.state.Catalogue;
import io.atoms.samples.shop.state.Category;
import io.atoms.samples.shop.state.Filters;
import io.atoms.samples.shop.state.Market;
import io.atoms.samples.shop.state.Offer;
import io.atoms.samples.shop.state.Preferences;
import io.atoms.samples.shop.state.ProductAtoms;
import io.atoms.samples.shop.state.Sort;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JSlider;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Components and atoms are tied together, both ways. Without a display. */
class ShopPanelTest {

    private static final int ASSAM = 1;

    private final ShopOnScreen screen = new ShopOnScreen();

    @AfterEach
    void close() {
        screen.close();
    }

    private List<String> products() {
        return screen.column("products", 0);
    }

    private String text(String label) {
        return screen.find(label, JLabel.class).getText();
    }

    private void choose(String name, Object item) {
        JComboBox<?> box = screen.find(name, JComboBox.class);
        ShopOnScreen.run(() -> box.setSelectedItem(item));
        screen.frames(2);
    }

    private void type(String text) {
        JTextField field = screen.find("search", JTextField.class);
        ShopOnScreen.run(() -> field.setText(text));
    }

    private void offer(int id, int cents, int stock) {
        screen.store.set(ProductAtoms.OFFER.of(id), new Offer(cents, stock));
        screen.frames(2);
    }

    @Nested
    class Products {

        @Test
        void atFirst_allAreListed() {
            assertThat(products()).hasSize(Catalogue.all().size()).startsWith("Allspice", "Almond");
        }

        @Test
        void row_showsOfferAndCart() {
            offer(ASSAM, 1_234, 0);
            screen.store.set(CartAtoms.CART, new CartAction.Add(ASSAM));
            screen.frames(2);

            assertThat(screen.row("products", "Assam"))
                    .containsExactly("Assam", "Tea", "\u20ac 12.34", "sold out", "1");
        }

        @Test
        void newPrice_touchesOneRowOfTheTable() {
            List<List<Integer>> touched = new ArrayList<>();
            JTable table = screen.find("products", JTable.class);
            ShopOnScreen.run(() -> table.getModel()
                    .addTableModelListener(event -> touched.add(List.of(event.getFirstRow(), event.getLastRow()))));
            int row = products().indexOf("Assam");
            offer(ASSAM, 1_234, 1);

            assertThat(touched).containsExactly(List.of(row, row));
        }

        @Test
        void selection_staysWithItsProduct_whereverItMoves() {
            screen.select("products", "Assam");
            offer(ASSAM, 1, 1);
            choose("sort", Sort.CHEAPEST);

            JTable table = screen.find("products", JTable.class);
            assertThat(products().get(0)).isEqualTo("Assam");
            assertThat(table.getSelectedRow()).isZero();
            choose("category", Category.SPICE);
            assertThat(table.getSelectedRow()).isEqualTo(-1);
            assertThat(screen.button("add").isEnabled()).isFalse();
        }

        @Test
        void rowThatLeft_isObservedNoMore() {
            choose("category", Category.SPICE);
            assertThat(screen.store.inspect().atoms())
                    .filteredOn(atom -> atom.atom().name().equals("row[" + ASSAM + "]"))
                    .noneMatch(atom -> atom.observed());

            choose("category", Category.ALL);
            offer(ASSAM, 1_234, 1);
            assertThat(screen.row("products", "Assam")).contains("\u20ac 12.34");
        }
    }

    @Nested
    class FilterComponents {

        @Test
        void category_filters() {
            choose("category", Category.COFFEE);

            assertThat(products()).hasSize(12).contains("Mocha").doesNotContain("Assam");
        }

        @Test
        void slider_filters_andSaysHow() {
            JSlider slider = screen.find("maxEuros", JSlider.class);
            assertThat(text("maxEurosText")).isEqualTo("any price");
            offer(ASSAM, 701, 1);
            ShopOnScreen.run(() -> slider.setValue(7));
            screen.frames(2);

            assertThat(text("maxEurosText")).isEqualTo("up to \u20ac 7");
            assertThat(products()).doesNotContain("Assam");
            offer(ASSAM, 700, 1);
            assertThat(products()).contains("Assam");
        }

        @Test
        void inStock_filters() {
            offer(ASSAM, 100, 0);
            screen.click("inStock");

            assertThat(products()).doesNotContain("Assam").isNotEmpty();
        }

        @Test
        void search_waitsForARest() {
            type("assam");
            screen.frames(2);
            assertThat(products()).hasSizeGreaterThan(1);

            screen.pass(Duration.ofMillis(200));
            assertThat(products()).containsExactly("Assam");
        }

        @Test
        void enter_doesNotWait() {
            type("assam");
            JTextField field = screen.find("search", JTextField.class);
            ShopOnScreen.run(field::postActionEvent);
            screen.frames(2);

            assertThat(products()).containsExactly("Assam");
        }

        @Test
        void atoms_areShownByTheComponents_whichWriteNothingBack() {
            Filters filters = new Filters(Category.SPICE, 12, true, Sort.DEAREST);
            List<Filters> written = new ArrayList<>();
            screen.store.subscribe(Preferences.FILTERS.value(), value -> written.add(value));
            screen.store.set(Preferences.FILTERS.value(), filters);
            screen.frames(2);

            assertThat(screen.find("category", JComboBox.class).getSelectedItem())
                    .isEqualTo(Category.SPICE);
            assertThat(screen.find("maxEuros", JSlider.class).getValue()).isEqualTo(12);
            assertThat(screen.find("inStock", JCheckBox.class).isSelected()).isTrue();
            assertThat(screen.find("sort", JComboBox.class).getSelectedItem()).isEqualTo(Sort.DEAREST);
            assertThat(written).containsExactly(filters);
        }

        @Test
        void clear_clearsFiltersAndSearch() {
            choose("category", Category.TEA);
            type("assam");
            screen.pass(Duration.ofMillis(200));
            screen.click("clearFilters");

            assertThat(screen.find("search", JTextField.class).getText()).isEmpty();
            assertThat(products()).hasSize(Catalogue.all().size());
        }
    }

    @Nested
    class Cart {

        private void addAssam(int times) {
            offer(ASSAM, 250, 2);
            screen.select("products", "Assam");
            for (int i = 0; i < times; i++) {
                screen.click("add");
            }
        }

        @Test
        void add_needsASelection() {
            assertThat(screen.button("add").isEnabled()).isFalse();
            screen.select("products", "Assam");
            assertThat(screen.button("add").isEnabled()).isTrue();
        }

        @Test
        void add_isShownInBothTables_andInTheTotal() {
            assertThat(text("total")).isEqualTo("The cart is empty");
            addAssam(3);

            assertThat(screen.row("cart", "Assam")).containsExactly("Assam", "3", "\u20ac 7.50", "1");
            assertThat(screen.row("products", "Assam")).endsWith("3");
            assertThat(text("total")).isEqualTo("3 in cart, \u20ac 7.50");
        }

        @Test
        void newPrice_isShownInTheCart() {
            addAssam(1);
            offer(ASSAM, 300, 9);

            assertThat(text("total")).isEqualTo("1 in cart, \u20ac 3.00");
        }

        @Test
        void buttons_actOnTheSelectedLine() {
            addAssam(1);
            assertThat(screen.button("more").isEnabled()).isFalse();
            screen.select("cart", "Assam");
            screen.click("more");
            screen.click("more");
            screen.click("less");
            assertThat(screen.row("cart", "Assam")).contains("2");

            screen.click("remove");
            assertThat(screen.column("cart", 0)).isEmpty();
            assertThat(screen.button("remove").isEnabled()).isFalse();
        }

        @Test
        void undoAndRedo_sayWhat_andAreEnabledIfThereIsSomething() {
            assertThat(screen.button("undo").isEnabled()).isFalse();
            addAssam(1);
            screen.click("clearCart");
            assertThat(screen.button("undo").getText()).isEqualTo("Undo clear");

            screen.click("undo");
            assertThat(screen.column("cart", 0)).containsExactly("Assam");
            assertThat(screen.button("undo").getText()).isEqualTo("Undo add Assam");
            assertThat(screen.button("redo").getText()).isEqualTo("Redo clear");
            screen.click("redo");
            assertThat(screen.column("cart", 0)).isEmpty();
            assertThat(screen.button("redo").isEnabled()).isFalse();
        }

        @Test
        void controlZ_andControlY() {
            addAssam(1);
            press(KeyEvent.VK_Z);
            assertThat(screen.column("cart", 0)).isEmpty();
            press(KeyEvent.VK_Y);
            assertThat(screen.column("cart", 0)).containsExactly("Assam");
        }

        private void press(int key) {
            KeyStroke stroke = KeyStroke.getKeyStroke(key, InputEvent.CTRL_DOWN_MASK);
            ShopOnScreen.run(
                    () -> screen.panel.component().getActionForKeyStroke(stroke).actionPerformed(null));
            screen.frames(2);
        }
    }

    @Nested
    class MarketAndEvents {

        @Test
        void tenThousandChangesInASecond_areFiftyEvents() {
            choose("rate", 10_000);
            screen.pass(Duration.ofSeconds(2));
            long changes = screen.store.get(Market.CHANGES);
            long events = screen.events.events();
            screen.frames(50);

            assertThat(screen.store.get(Market.CHANGES) - changes).isEqualTo(10_000);
            assertThat(screen.events.events() - events).isBetween(40L, 51L);
            assertThat(text("speed")).matches("(9,9|10,)\\d+ changes and (4\\d|50) events in a second");
        }

        @Test
        void tables_endUpWithTheNewestOffers() {
            choose("rate", 10_000);
            screen.frames(50);
            choose("rate", 0);
            screen.frames(2);

            assertThat(Catalogue.all())
                    .allSatisfy(product -> assertThat(screen.row("products", product.name()))
                            .contains(Money.text(screen.store
                                    .get(ProductAtoms.OFFER.of(product.id()))
                                    .cents())));
        }
    }

    @Nested
    class Disposed {

        @Test
        void showsNothingAnyMore_andTheMarketIsClosed() {
            choose("rate", 1_000);
            ShopOnScreen.run(screen.panel::dispose);
            List<String> before = screen.row("products", "Assam");
            long events = screen.events.events();
            long changes = screen.store.get(Market.CHANGES);
            offer(ASSAM, 99_999, 99);
            screen.frames(10);

            assertThat(screen.panel.isDisposed()).isTrue();
            assertThat(screen.row("products", "Assam")).isEqualTo(before);
            assertThat(screen.events.events()).isLessThanOrEqualTo(events + 1); // what was due, and shows nothing
            assertThat(screen.store.get(Market.CHANGES)).isEqualTo(changes);
        }

        @Test
        void store_observesNothingForIt() {
            ShopOnScreen.run(screen.panel::dispose);

            assertThat(screen.store.inspect().atoms()).noneMatch(atom -> atom.subscriptions() > 0);
        }

        @Test
        void storeThatClosesFirst_doesNoHarm() {
            screen.store.close();
            screen.frames(2);

            assertThat(products()).hasSize(Catalogue.all().size());
        }
    }

    @Nested
    class Painting {

        @Test
        void panel_paintsWhatItShows() {
            BufferedImage before = screen.painted();
            screen.store.set(CartAtoms.CART, new CartAction.Add(ASSAM));
            screen.frames(2);
            BufferedImage after = screen.painted();

            assertThat(Screenshot.alike(before, screen.painted())).isLessThan(1);
            assertThat(Screenshot.alike(before, after)).isBetween(0.9, 0.9999);
            assertThat(Screenshot.alike(after, screen.painted())).isEqualTo(1);
        }

        @Test
        void blankScreen_isNotTakenForTheWindow() {
            BufferedImage blank = new BufferedImage(960, 560, BufferedImage.TYPE_INT_RGB);

            assertThat(Screenshot.alike(screen.painted(), blank)).isLessThan(0.5);
        }
    }
}
