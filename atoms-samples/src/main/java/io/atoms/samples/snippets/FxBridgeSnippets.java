package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.FxBridge;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Queue;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The snippets of {@code docs/utilities/fx-bridge.md}. */
final class FxBridgeSnippets {
    private FxBridgeSnippets() {}

    static void link(PrintStream out) {
        // tag::link
        PrimitiveAtom<String> name = Atom.of("Ada").named("name");
        AtomStore store = AtomStore.create();
        StringProperty field = new SimpleStringProperty(""); // nameField.textProperty()
        AtomSubscription link = FxBridge.of(field).link(store, name);
        out.println("field: " + field.get());

        field.set("Grace"); // the user types
        out.println("atom: " + store.get(name));
        store.set(name, "Hedy");
        out.println("field: " + field.get());

        link.dispose();
        // end::link
    }

    static void executor(PrintStream out) {
        // tag::executor
        Queue<Runnable> later = new ArrayDeque<>(); // in a program: Platform::runLater
        PrimitiveAtom<Integer> done = Atom.of(0);
        AtomStore store = AtomStore.create();
        StringProperty label = new SimpleStringProperty();
        label.bind(FxBridge.property(store, Atom.map(done, n -> n + " files"), later::add));

        for (int i = 1; i <= 1_000; i++) {
            store.set(done, i); // from a thread of its own
        }
        out.println(label.get() + ", tasks for the user interface: " + later.size());
        later.remove().run();
        out.println(label.get());
        // end::executor
    }

    static void observable(PrintStream out) {
        // tag::observable
        StringProperty selected = new SimpleStringProperty("a.txt"); // getSelectionModel().selectedItemProperty()
        Atom<String> title = Atom.map(FxBridge.<String>atom(selected), file -> "Edit " + file);
        AtomStore store = AtomStore.create();
        store.subscribe(title, text -> out.println(text));

        selected.set("b.txt");
        // end::observable
    }
}
