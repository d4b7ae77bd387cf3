package io.atoms.samples.snippets;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import java.io.PrintStream;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The model of the README, which grows from region to region. Each region runs in a fresh store. */
final class Model {
    private Model() {}

    // tag::primitive
    static final PrimitiveAtom<Integer> PRICE = Atom.of(20).named("price");
    static final PrimitiveAtom<Integer> AMOUNT = Atom.of(2).named("amount");

    // end::primitive

    static void primitive(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::primitive
        store.set(PRICE, 25);
        store.update(PRICE, price -> price + 5);
        out.println(store.get(PRICE));
        // end::primitive
    }

    // tag::derived
    static final Atom<Integer> TOTAL =
            Atom.derived(get -> get.get(PRICE) * get.get(AMOUNT)).named("total");

    // end::derived

    static void derived(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::derived
        out.println(store.get(TOTAL));
        store.set(AMOUNT, 3);
        out.println(store.get(TOTAL));
        // end::derived
    }

    // tag::writable
    static final WritableAtom<Double, Double> EUROS =
            Atom.writable(get -> get.get(PRICE) / 100.0, (set, euros) -> set.set(PRICE, (int) Math.round(euros * 100)));

    // end::writable

    static void writable(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::writable
        store.transaction(tx -> {
            tx.set(EUROS, 1.5);
            tx.set(AMOUNT, 4);
            out.println("inside: " + tx.get(TOTAL) + ", price " + tx.get(PRICE));
        });
        // end::writable
    }

    // tag::action
    static final ActionAtom<Integer, Integer> ORDER = Atom.action((set, amount) -> {
        set.set(AMOUNT, amount);
        if (set.get(TOTAL) > 100) {
            throw new IllegalStateException("too expensive: " + set.get(TOTAL));
        }
        return set.get(TOTAL);
    });

    // end::action

    static void action(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::action
        out.println("ordered for " + store.run(ORDER, 4));
        try {
            store.run(ORDER, 6);
        } catch (IllegalStateException e) {
            out.println(e.getMessage() + "; the amount is still " + store.get(AMOUNT));
        }
        // end::action
    }

    /** A server, as far as the README is concerned. */
    private static Mono<String> delivery(int amount) {
        return Mono.delay(Duration.ofMillis(100)).map(answer -> amount > 1 ? "by post" : "in a letter");
    }

    // tag::async
    static final AsyncAtom<String> DELIVERY = Atom.async(get -> delivery(get.get(AMOUNT))); // a Mono: a request

    // end::async

    static void async(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::async
        out.println(store.get(DELIVERY) + ", then " + store.mono(DELIVERY).block());
        // end::async
    }

    // tag::family
    static final AtomFamily<String, PrimitiveAtom<Integer>> STOCK = Atom.family(fruit -> Atom.of(0));

    // end::family

    static void family(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::family
        store.update(STOCK.of("apple"), n -> n + 5);
        out.println(store.get(STOCK.of("apple")) + " apples, " + store.get(STOCK.of("pear")) + " pears");
        // end::family
    }

    static void observing(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::observing
        AtomSubscription subscription = store.subscribe(TOTAL, total -> out.println("total is now " + total));
        AtomSubscription effect = store.effect(context -> {
            int amount = context.get(AMOUNT);
            out.println("watching " + amount);
            context.onCleanup(() -> out.println("no longer watching " + amount));
        });
        store.set(AMOUNT, 3);
        subscription.dispose();
        effect.dispose();
        // end::observing
    }

    static void snapshot(PrintStream out) {
        AtomStore store = AtomStore.create();
        // tag::snapshot
        try (StoreSnapshot before = store.snapshot()) {
            store.set(AMOUNT, 10);
            out.println(before.get(TOTAL) + " then, " + store.get(TOTAL) + " now");
            store.restore(before);
            out.println(store.get(TOTAL) + " again");
        }
        // end::snapshot
    }
}
