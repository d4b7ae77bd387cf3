package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.awt.EventQueue;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import javax.swing.JButton;
import javax.swing.JLabel;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The snippets of docs/guides/desktop.md. */
final class DesktopSnippets {

    private static final PrimitiveAtom<Integer> STOCK = Atom.of(10_000).named("stock");

    private DesktopSnippets() {}

    static void label(PrintStream out) throws InterruptedException, InvocationTargetException {
        // tag::label
        AtomStore store = AtomStore.create();
        Scheduler eventThread = Schedulers.fromExecutor(EventQueue::invokeLater);
        JLabel label = new JLabel();
        JButton buy = new JButton("Buy");

        // from the user to the atom
        buy.addActionListener(event -> store.update(STOCK, n -> n - 1));
        // from the atom to the screen
        Disposable shown = store.flux(STOCK, eventThread).subscribe(n -> {
            label.setText(n + " in stock");
            out.println(label.getText());
        });

        EventQueue.invokeAndWait(() -> buy.doClick(0));
        EventQueue.invokeAndWait(() -> {
            // The event thread is busy, and others write.
            for (int i = 0; i < 9_000; i++) {
                store.update(STOCK, n -> n - 1);
            }
        });
        EventQueue.invokeAndWait(shown::dispose);
        store.set(STOCK, 0);
        // end::label
    }
}
