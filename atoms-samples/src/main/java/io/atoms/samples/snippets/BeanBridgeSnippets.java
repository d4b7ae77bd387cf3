package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.BeanBridge;
import java.beans.PropertyChangeListener;
import java.beans.PropertyChangeSupport;
import java.io.PrintStream;

/** The snippets of {@code docs/utilities/bean-bridge.md}. */
final class BeanBridgeSnippets {
    private BeanBridgeSnippets() {}

    // tag::bean
    public static class Person {
        private final PropertyChangeSupport listeners = new PropertyChangeSupport(this);
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String next) {
            String before = name;
            name = next.strip();
            listeners.firePropertyChange("name", before, name);
        }

        public void addPropertyChangeListener(PropertyChangeListener listener) {
            listeners.addPropertyChangeListener(listener);
        }

        public void removePropertyChangeListener(PropertyChangeListener listener) {
            listeners.removePropertyChangeListener(listener);
        }
    }
    // end::bean

    static void link(PrintStream out) {
        // tag::link
        PrimitiveAtom<String> name = Atom.of("Ada").named("name");
        AtomStore store = AtomStore.create();
        Person person = new Person();
        AtomSubscription link = BeanBridge.of(person, "name", String.class).link(store, name);
        out.println("person is " + person.getName());

        person.setName("Grace");
        out.println("atom is " + store.get(name));
        store.set(name, "  Hedy "); // the setter strips it, and the atom agrees
        out.println("atom is " + store.get(name));

        link.dispose();
        // end::link
    }

    static void functions(PrintStream out) {
        PrimitiveAtom<String> name = Atom.of("Ada");
        AtomStore store = AtomStore.create();
        Person person = new Person();
        person.setName("Grace");
        // tag::functions
        BeanBridge<String> byFunctions = BeanBridge.of(
                person,
                "name",
                Person::getName,
                Person::setName,
                Person::addPropertyChangeListener,
                Person::removePropertyChangeListener);
        AtomSubscription link = byFunctions.propertyFirst().link(store, name);
        out.println(store.get(name));
        // end::functions
        link.dispose();
    }
}
