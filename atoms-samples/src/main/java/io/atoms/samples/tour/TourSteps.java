package io.atoms.samples.tour;

import io.atoms.ActionAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import java.io.PrintStream;
import java.util.TreeSet;

/**
 * The steps of the {@link Tour}. The regions between {@code tag} and {@code end} comments are what it prints: this file
 * is on the class path as a resource.
 */
final class TourSteps {

    private final AtomStore store;
    private final PrintStream out;

    TourSteps(AtomStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    // tag::primitive
    final PrimitiveAtom<Integer> price = Atom.of(20).named("price");

    void primitive() {
        out.println("price = " + store.get(price));
        store.set(price, 25);
        store.update(price, p -> p + 5);
        out.println("price = " + store.get(price));
        store.reset(price);
        out.println("price = " + store.get(price));
    }
    // end::primitive

    // tag::derived
    final PrimitiveAtom<Integer> amount = Atom.of(2).named("amount");
    final Atom<Integer> total =
            Atom.<Integer>derived(get -> get.get(price) * get.get(amount)).named("total");

    void derived() {
        out.println("total = " + store.get(total));
        store.set(amount, 3);
        out.println("total = " + store.get(total));
    }
    // end::derived

    // tag::writable
    final WritableAtom<Double, Double> euros = Atom.<Double, Double>writable(
                    get -> get.get(price) / 100.0, (set, value) -> set.set(price, (int) Math.round(value * 100)))
            .named("euros");

    void writable() {
        out.println("euros = " + store.get(euros));
        store.set(euros, 0.5);
        out.println("price = " + store.get(price) + ", total = " + store.get(total));
    }
    // end::writable

    // tag::action
    final PrimitiveAtom<Integer> purse = Atom.of(200).named("purse");
    final PrimitiveAtom<Integer> bought = Atom.of(0).named("bought");
    final ActionAtom<Integer, Integer> buy = Atom.<Integer, Integer>action((set, count) -> {
                set.update(bought, b -> b + count);
                set.update(purse, p -> p - count * set.get(price));
                if (set.get(purse) < 0) {
                    throw new IllegalStateException("not enough money for " + count);
                }
                return set.get(purse);
            })
            .named("buy");

    void action() {
        out.println("left after 3: " + store.run(buy, 3));
        try {
            store.run(buy, 2);
        } catch (IllegalStateException refused) {
            out.println(refused.getMessage());
        }
        // The failed action left nothing behind.
        out.println("bought = " + store.get(bought) + ", purse = " + store.get(purse));
    }
    // end::action

    // tag::family
    final AtomFamily<String, PrimitiveAtom<Integer>> stock =
            Atom.<String, PrimitiveAtom<Integer>>family(fruit -> Atom.of(0)).named("stock");

    void family() {
        PrimitiveAtom<Integer> apples = stock.of("apple");
        store.set(apples, 5);
        store.set(stock.of("pear"), 7);
        out.println(apples.name() + " = " + store.get(apples));
        out.println("the same atom for the same key: " + (stock.of("apple") == apples));
        out.println("keys: " + new TreeSet<>(stock.keys()));
    }
    // end::family

    // tag::effect
    void effect() {
        AtomSubscription effect = store.effect(context -> {
            int apples = context.get(stock.of("apple"));
            out.println("effect: " + apples + " apples");
            context.onCleanup(() -> out.println("cleanup: no longer " + apples + " apples"));
        });
        store.update(stock.of("apple"), n -> n + 1); // runs the effect again
        store.update(stock.of("pear"), n -> n + 1); // does not: it read no pears
        effect.dispose();
    }
    // end::effect

    // tag::subscription
    void subscription() {
        AtomSubscription subscription =
                store.subscribe(total, (previous, current) -> out.println("total: " + previous + " -> " + current));
        store.set(amount, 4);
        store.set(amount, 4); // no change, so no call
        // two writes, one call
        store.transaction(tx -> {
            tx.set(price, 10);
            tx.set(amount, 9);
        });
        subscription.dispose();
        store.set(amount, 1); // nobody listens any more
    }
    // end::subscription

    // tag::snapshot
    void snapshot() {
        try (StoreSnapshot before = store.snapshot()) {
            store.set(price, 99);
            out.println("now: total = " + store.get(total));
            out.println("then: total = " + before.get(total));
            store.restore(before);
        }
        out.println("restored: total = " + store.get(total));
    }
    // end::snapshot

    // tag::graph
    void graph() {
        out.println(store.inspect().toText());
        out.println(store.inspect().toMermaid());
    }
    // end::graph
}
