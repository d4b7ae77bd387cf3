package io.atoms.samples.shop;

import io.atoms.samples.shop.state.CartAction;
import io.atoms.samples.shop.state.CartAtoms;
import io.atoms.samples.shop.state.ProductAtoms;
import io.atoms.samples.shop.state.ProductRow;
import java.awt.BorderLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import reactor.core.Disposable;

/** The list. What is in it is one atom, and each row is another: a new price touches one row of the table. */
final class ProductsView {

    private static final int WIDE = 120;
    private static final int NARROW = 75;

    private final JPanel panel = new JPanel(new BorderLayout());
    private final JButton add = new JButton("Add to cart");
    private final RowsTable<ProductRow> table = new RowsTable<>(
            "products",
            ProductRow::id,
            List.of(
                    Column.text("Product", WIDE, row -> row.product().name()),
                    Column.text(
                            "Category", WIDE, row -> row.product().category().toString()),
                    Column.number("Price", NARROW, row -> Money.text(row.offer().cents())),
                    Column.number("In stock", NARROW, row -> stock(row.offer().stock())),
                    Column.number("In cart", NARROW, row -> row.inCart() == 0 ? "" : "" + row.inCart())));

    private final Map<Integer, Disposable> rows = new HashMap<>();
    private final Bindings bindings;

    ProductsView(Bindings bindings) {
        this.bindings = bindings;
        add.setName("add");
        add.setEnabled(false);
        add.addActionListener(
                event -> table.selected().ifPresent(id -> bindings.write(CartAtoms.CART, new CartAction.Add(id))));
        table.component()
                .getSelectionModel()
                .addListSelectionListener(
                        event -> add.setEnabled(table.selected().isPresent()));
        panel.add(new JScrollPane(table.component()), BorderLayout.CENTER);
        panel.add(add, BorderLayout.SOUTH);
        bindings.show(ProductAtoms.VISIBLE, this::show);
    }

    JComponent component() {
        return panel;
    }

    private void show(List<Integer> ids) {
        Set<Integer> shown = new HashSet<>(ids);
        rows.entrySet().removeIf(row -> {
            boolean gone = !shown.contains(row.getKey());
            if (gone) {
                row.getValue().dispose();
            }
            return gone;
        });
        table.show(ids.stream()
                .map(id -> bindings.store().get(ProductAtoms.ROW.of(id)))
                .toList());
        ids.forEach(id -> rows.computeIfAbsent(id, same -> bindings.show(ProductAtoms.ROW.of(id), table::update)));
    }

    private static String stock(int stock) {
        return stock == 0 ? "sold out" : "" + stock;
    }
}
