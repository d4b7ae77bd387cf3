package io.atoms.samples.shop;

import io.atoms.AtomStore;
import io.atoms.samples.shop.state.Market;
import io.atoms.samples.shop.state.ShopStore;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JTable;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A {@link ShopPanel} on the real event thread, in virtual time, without a window or a display. */
final class ShopOnScreen implements AutoCloseable {

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final AtomStore store;
    final EventThread events = new EventThread(time);
    final ShopPanel panel;

    ShopOnScreen() {
        store = ShopStore.create(time);
        store.set(Market.RATE, 0);
        panel = on(() -> new ShopPanel(store, events));
        frames(1);
    }

    /** Runs on the event thread. */
    static <T> T on(Callable<T> callable) {
        FutureTask<T> task = new FutureTask<>(callable);
        EventQueue.invokeLater(task);
        try {
            return task.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void run(Runnable runnable) {
        on(() -> {
            runnable.run();
            return true;
        });
    }

    /** Lets so many frames pass, and each be shown. */
    void frames(int count) {
        for (int i = 0; i < count; i++) {
            time.advanceTimeBy(EventThread.FRAME);
            run(() -> {});
        }
    }

    void pass(Duration duration) {
        frames((int) (duration.toMillis() / EventThread.FRAME.toMillis()) + 1);
    }

    <C extends JComponent> C find(String name, Class<C> type) {
        return on(() -> type.cast(all(panel.component()).stream()
                .filter(component -> name.equals(component.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no component " + name))));
    }

    private static List<Component> all(Container container) {
        List<Component> all = new ArrayList<>();
        for (Component component : container.getComponents()) {
            all.add(component);
            if (component instanceof Container inner) {
                all.addAll(all(inner));
            }
        }
        return all;
    }

    void click(String name) {
        AbstractButton button = find(name, AbstractButton.class);
        run(() -> button.doClick(0));
        frames(2);
    }

    AbstractButton button(String name) {
        return find(name, AbstractButton.class);
    }

    /** Selects the row whose first cell has that text. */
    void select(String table, String text) {
        int row = column(table, 0).indexOf(text);
        JTable found = find(table, JTable.class);
        run(() -> found.setRowSelectionInterval(row, row));
    }

    List<String> column(String table, int column) {
        JTable found = find(table, JTable.class);
        return on(() -> {
            List<String> cells = new ArrayList<>();
            for (int row = 0; row < found.getRowCount(); row++) {
                cells.add((String) found.getValueAt(row, column));
            }
            return cells;
        });
    }

    List<String> row(String table, String text) {
        int row = column(table, 0).indexOf(text);
        JTable found = find(table, JTable.class);
        return on(() -> {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < found.getColumnCount(); column++) {
                cells.add((String) found.getValueAt(row, column));
            }
            return cells;
        });
    }

    /** What would be on the screen. */
    BufferedImage painted() {
        return on(() -> {
            panel.component().setSize(960, 560);
            layOut(panel.component());
            BufferedImage image = new BufferedImage(960, 560, BufferedImage.TYPE_INT_RGB);
            Graphics graphics = image.getGraphics();
            panel.component().paint(graphics);
            graphics.dispose();
            return image;
        });
    }

    /** As a window does when it is shown. */
    private static void layOut(Container container) {
        container.doLayout();
        for (Component component : container.getComponents()) {
            if (component instanceof Container inner) {
                layOut(inner);
            }
        }
    }

    @Override
    public void close() {
        run(panel::dispose);
        store.close();
        time.dispose();
    }
}
