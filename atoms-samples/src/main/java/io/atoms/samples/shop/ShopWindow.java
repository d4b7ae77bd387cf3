package io.atoms.samples.shop;

import io.atoms.AtomStore;
import io.atoms.samples.shop.state.Preferences;
import io.atoms.samples.shop.state.WindowSize;
import io.atoms.utils.TimeAtoms;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CountDownLatch;
import javax.swing.JFrame;
import javax.swing.JRootPane;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;
import javax.swing.WindowConstants;

/**
 * The window around a {@link ShopPanel}. Closing it, by the user or by {@link #close}, disposes what shows and writes
 * atoms; the store must live until then.
 *
 * <p><b>Threads.</b> The methods are for any thread but the event thread.
 */
final class ShopWindow {

    private final JFrame frame = new JFrame("Shop");
    private final ShopPanel panel;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ShopWindow(AtomStore store) {
        panel = new ShopPanel(store, new EventThread(store.get(TimeAtoms.SCHEDULER)));
        frame.setContentPane(panel.component());
        frame.setMinimumSize(new Dimension(WindowSize.SMALLEST.width(), WindowSize.SMALLEST.height()));
        WindowSize size = store.get(Preferences.WINDOW.value());
        frame.setSize(size.width(), size.height());
        frame.setLocationByPlatform(true);
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                panel.dispose();
                closed.countDown();
            }
        });
        frame.addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                store.set(Preferences.WINDOW.value(), new WindowSize(frame.getWidth(), frame.getHeight()));
            }
        });
    }

    /** Opens a window over the atoms of the store. Returns when it is shown. */
    static ShopWindow open(AtomStore store) throws InterruptedException {
        ShopWindow[] made = new ShopWindow[1];
        onEventThread(() -> {
            useNimbus();
            made[0] = new ShopWindow(store);
            made[0].frame.setVisible(true);
        });
        return made[0];
    }

    /** Better to look at than the default, and the same on every system; without it the default will do. */
    private static void useNimbus() {
        try {
            UIManager.setLookAndFeel("javax.swing.plaf.nimbus.NimbusLookAndFeel");
        } catch (ReflectiveOperationException | UnsupportedLookAndFeelException absent) {
            // The default.
        }
    }

    /** What is inside of its frame. */
    JRootPane contents() {
        return frame.getRootPane();
    }

    /** Returns when the window was closed, and nothing uses the store on its behalf any more. */
    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Closes the window, if the user has not. Nothing uses the store on its behalf when this returns. */
    void close() throws InterruptedException {
        onEventThread(() -> {
            panel.dispose();
            frame.dispose();
        });
    }

    static void onEventThread(Runnable run) throws InterruptedException {
        try {
            EventQueue.invokeAndWait(run);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }
}
