package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomCycleException;
import io.atoms.AtomStore;
import io.atoms.AtomUnsettledException;
import io.atoms.PrimitiveAtom;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The snippets of {@code docs/concepts/errors.md}. */
final class ErrorHandling {
    private ErrorHandling() {}

    static void value(PrintStream out) {
        // tag::value
        PrimitiveAtom<String> text = Atom.of("x");
        Atom<Integer> number = Atom.map(text, Integer::parseInt);
        Atom<Integer> twice = Atom.map(number, n -> n * 2);
        Atom<Integer> orZero = Atom.derived(get -> {
            try {
                return get.get(twice);
            } catch (NumberFormatException e) {
                return 0;
            }
        });
        AtomStore store = AtomStore.create();
        try {
            store.get(twice);
        } catch (NumberFormatException e) {
            out.println("twice: " + e.getMessage());
        }
        out.println("orZero: " + store.get(orZero));
        store.set(text, "21"); // recovers
        out.println("twice: " + store.get(twice));
        // end::value
    }

    static void cycle(PrintStream out) {
        // tag::cycle
        PrimitiveAtom<Boolean> fixed = Atom.of(false);
        List<Atom<Integer>> later = new ArrayList<>();
        Atom<Integer> net = Atom.derived(get -> get.get(fixed) ? 100 : get.get(later.get(0)))
                .named("net");
        Atom<Integer> gross = Atom.map(net, n -> n + 19).named("gross");
        later.add(gross);
        AtomStore store = AtomStore.create();
        try {
            store.get(gross);
        } catch (AtomCycleException e) {
            out.println(e.path());
        }
        store.set(fixed, true); // a dependency changed in a way that breaks the cycle
        out.println(store.get(gross));
        // end::cycle
    }

    static void listener(PrintStream out) {
        // tag::listener
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();
        store.subscribe(count, n -> {
            throw new IllegalStateException("first");
        });
        store.subscribe(count, n -> {
            throw new IllegalStateException("second");
        });
        store.subscribe(count, n -> out.println("third is told of " + n));
        try {
            store.set(count, 1);
        } catch (IllegalStateException e) {
            out.println(e.getMessage() + ", suppressed: " + e.getSuppressed()[0].getMessage());
        }
        out.println("committed: " + store.get(count));
        // end::listener
    }

    static void handler(PrintStream out) {
        // tag::handler
        PrimitiveAtom<Integer> count = Atom.of(0).named("count");
        AtomStore store = AtomStore.builder()
                .onError(failure ->
                        out.println(failure.source() + ": " + failure.error().getMessage()))
                .build();
        store.subscribe(count, n -> {
            throw new IllegalStateException("no screen");
        });

        store.set(count, 1); // throws nothing
        // end::handler
    }

    static void unsettled(PrintStream out) {
        // tag::unsettled
        PrimitiveAtom<Integer> ping = Atom.of(0).named("ping");
        PrimitiveAtom<Integer> pong = Atom.of(0).named("pong");
        AtomStore store = AtomStore.builder().name("game").maxRounds(10).build();
        store.subscribe(ping, n -> store.set(pong, n + 1));
        store.subscribe(pong, n -> store.set(ping, n + 1));
        try {
            store.set(ping, 1);
        } catch (AtomUnsettledException e) {
            out.println(e.getMessage());
        }
        out.println("ping is " + store.get(ping) + ", and the store goes on");
        // end::unsettled
    }
}
