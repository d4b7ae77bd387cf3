package io.atoms.samples.shop;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.samples.shop.state.CartAction;
import io.atoms.samples.shop.state.CartAtoms;
import io.atoms.samples.shop.state.CartView;
import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.util.List;
import java.util.function.IntFunction;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import org.jspecify.annotations.Nullable;

/** The cart: its lines, the total, and buttons that each send one action. */
final class CartPanel {

    private static final int GAP = 6;
    private static final int WIDE = 110;
    private static final int NARROW = 65;

    private final JPanel panel = new JPanel(new BorderLayout());
    private final JLabel total = new JLabel();
    private final RowsTable<CartView.Line> table = new RowsTable<>(
            "cart",
            CartView.Line::product,
            List.of(
                    Column.text("Cart", WIDE, CartView.Line::name),
                    Column.number("Number", NARROW, line -> "" + line.quantity()),
                    Column.number("Price", NARROW, line -> Money.text(line.cents())),
                    Column.number("Missing", NARROW, line -> line.missing() == 0 ? "" : "" + line.missing())));

    private final Bindings bindings;

    CartPanel(Bindings bindings) {
        this.bindings = bindings;
        total.setName("total");
        total.setBorder(BorderFactory.createEmptyBorder(0, GAP, 0, GAP));
        JPanel change = new JPanel(new FlowLayout(FlowLayout.LEFT));
        change.add(selected("more", "+", CartAction.Add::new));
        change.add(selected("less", "\u2212", CartAction.Take::new));
        change.add(selected("remove", "Remove", CartAction.Remove::new));
        JButton clear = new JButton("Clear");
        clear.setName("clearCart");
        clear.addActionListener(event -> bindings.write(CartAtoms.CART, new CartAction.Clear()));
        change.add(clear);
        JPanel steps = new JPanel(new FlowLayout(FlowLayout.LEFT));
        steps.add(step("undo", "Undo", CartAtoms.UNDO, CartAtoms.HISTORY.undo()));
        steps.add(step("redo", "Redo", CartAtoms.REDO, CartAtoms.HISTORY.redo()));
        JPanel below = new JPanel(new GridLayout(0, 1));
        below.add(total);
        below.add(change);
        below.add(steps);
        panel.add(new JScrollPane(table.component()), BorderLayout.CENTER);
        panel.add(below, BorderLayout.SOUTH);
        bindings.show(CartAtoms.VIEW, this::show);
    }

    JComponent component() {
        return panel;
    }

    private void show(CartView cart) {
        table.show(cart.lines());
        total.setText(cart.items() == 0 ? "The cart is empty" : cart.items() + " in cart, " + Money.text(cart.cents()));
    }

    /** A button that acts on the selected line. */
    private JButton selected(String name, String text, IntFunction<CartAction> action) {
        JButton button = new JButton(text);
        button.setName(name);
        button.setEnabled(false);
        button.addActionListener(
                event -> table.selected().ifPresent(id -> bindings.write(CartAtoms.CART, action.apply(id))));
        table.component()
                .getSelectionModel()
                .addListSelectionListener(
                        event -> button.setEnabled(table.selected().isPresent()));
        return button;
    }

    /** A button that says what it would take back or do again, and is there for it only then. */
    private JButton step(String name, String text, Atom<String> what, ActionAtom<@Nullable Void, Boolean> action) {
        JButton button = new JButton(text);
        button.setName(name);
        button.addActionListener(event -> bindings.store().run(action));
        bindings.show(what, label -> {
            button.setEnabled(!label.isEmpty());
            button.setText(label.isEmpty() ? text : text + " " + label);
        });
        return button;
    }
}
