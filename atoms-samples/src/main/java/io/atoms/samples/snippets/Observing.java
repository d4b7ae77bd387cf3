package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomListener;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** The snippets of {@code docs/concepts/observing.md}. */
final class Observing {
    private Observing() {}

    static void subscription(PrintStream out) {
        // tag::subscription
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomStore store = AtomStore.create();
        AtomSubscription current = store.subscribe(count, value -> out.println("now " + value));
        AtomSubscription both = store.subscribe(count, (previous, value) -> out.println(previous + " -> " + value));

        store.set(count, 2);
        store.set(count, 2); // an equal value is no change
        store.transaction(tx -> {
            tx.set(count, 3);
            tx.set(count, 2); // changed and changed back
        });
        current.dispose();
        both.dispose();
        store.set(count, 9);
        // end::subscription
    }

    static void listenerWrites(PrintStream out) {
        // tag::listenerWrites
        PrimitiveAtom<Integer> celsius = Atom.of(20).named("celsius");
        PrimitiveAtom<Integer> highest = Atom.of(20).named("highest");
        AtomStore store = AtomStore.create();
        store.subscribe(celsius, value -> {
            out.println("first listener: " + value);
            store.update(highest, h -> Math.max(h, value)); // a new commit
        });
        store.subscribe(celsius, value -> out.println("second listener: " + value));
        store.subscribe(highest, value -> out.println("highest: " + value));

        store.set(celsius, 25);
        // end::listenerWrites
    }

    static void effect(PrintStream out) {
        // tag::effect
        PrimitiveAtom<String> room = Atom.of("kitchen");
        AtomStore store = AtomStore.create();
        AtomSubscription effect = store.effect(context -> {
            String name = context.get(room);
            out.println("enter " + name);
            context.onCleanup(() -> out.println("leave " + name));
        });

        store.set(room, "garden");
        effect.dispose();
        // end::effect
    }

    static void effectWrites(PrintStream out) {
        // tag::effectWrites
        PrimitiveAtom<Integer> count = Atom.of(7).named("count");
        AtomStore store = AtomStore.create();
        store.effect(context -> {
            int value = context.get(count);
            out.println("saw " + value);
            if (value > 5) {
                context.set(count, value - 1); // runs again until it settles
            }
        });
        // end::effectWrites
    }

    static void nested(PrintStream out) {
        // tag::nested
        PrimitiveAtom<Boolean> open = Atom.of(true);
        PrimitiveAtom<String> text = Atom.of("hello");
        AtomStore store = AtomStore.create();
        store.effect(outer -> {
            if (outer.get(open)) {
                store.effect(inner -> out.println("shows " + inner.get(text)));
            }
        });

        store.set(text, "goodbye");
        store.set(open, false); // the inner effect goes with the run that made it
        store.set(text, "nobody sees this");
        // end::nested
    }

    static void mount(PrintStream out) {
        // tag::mount
        PrimitiveAtom<Integer> ticks = Atom.of(0).onMount(context -> {
            out.println("start the timer");
            context.setSelf(100);
            return () -> out.println("stop the timer");
        });
        Atom<String> text = Atom.map(ticks, t -> t + " ticks");
        AtomStore store = AtomStore.create();

        out.println(store.get(text)); // reading is not observing
        AtomSubscription first = store.subscribe(text, out::println);
        AtomSubscription second = store.subscribe(text, value -> {});
        first.dispose();
        second.dispose();
        // end::mount
    }

    static void flux(PrintStream out) {
        // tag::flux
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomStore store = AtomStore.create();
        Disposable printing = store.flux(count).map(n -> "count is " + n).subscribe(out::println);

        store.set(count, 2);
        printing.dispose();
        store.set(count, 3);
        // end::flux
    }

    static void failure(PrintStream out) {
        // tag::failure
        PrimitiveAtom<String> text = Atom.of("1");
        Atom<Integer> number = Atom.map(text, Integer::parseInt);
        AtomStore store = AtomStore.create();
        store.subscribe(number, new AtomListener<>() {
            @Override
            public void changed(@Nullable Integer previous, Integer current) {
                out.println(previous + " -> " + current);
            }

            @Override
            public void failed(Throwable error) {
                out.println(error.getMessage());
            }
        });

        store.set(text, "one");
        store.set(text, "2");
        // end::failure
    }
}
