package io.atoms.samples.shop;

import io.atoms.AtomStore;
import io.atoms.samples.shop.state.CartAtoms;
import java.awt.BorderLayout;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JSplitPane;
import javax.swing.KeyStroke;
import reactor.core.Disposable;

/**
 * All of the shop but the window around it, so it can be made and tested without a display. Made, used and disposed on
 * the event thread.
 */
final class ShopPanel implements Disposable {

    private static final double MOST_FOR_PRODUCTS = 0.62;

    private final JPanel panel = new JPanel(new BorderLayout());
    private final Bindings bindings;

    ShopPanel(AtomStore store, EventThread events) {
        bindings = new Bindings(store, events.scheduler());
        JSplitPane split = new JSplitPane(
                JSplitPane.HORIZONTAL_SPLIT,
                new ProductsView(bindings).component(),
                new CartPanel(bindings).component());
        split.setResizeWeight(MOST_FOR_PRODUCTS);
        panel.add(new FilterBar(bindings).component(), BorderLayout.NORTH);
        panel.add(split, BorderLayout.CENTER);
        panel.add(new MarketBar(bindings, events).component(), BorderLayout.SOUTH);
        onControl(KeyEvent.VK_Z, () -> store.run(CartAtoms.HISTORY.undo()));
        onControl(KeyEvent.VK_Y, () -> store.run(CartAtoms.HISTORY.redo()));
    }

    JComponent component() {
        return panel;
    }

    private void onControl(int key, Runnable run) {
        KeyStroke stroke = KeyStroke.getKeyStroke(key, InputEvent.CTRL_DOWN_MASK);
        panel.registerKeyboardAction(event -> run.run(), stroke, JComponent.WHEN_IN_FOCUSED_WINDOW);
    }

    @Override
    public void dispose() {
        bindings.dispose();
    }

    @Override
    public boolean isDisposed() {
        return bindings.isDisposed();
    }
}
