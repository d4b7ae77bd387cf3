package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.WritableAtomHandle;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.StoreInspection;
import io.atoms.inspect.StoreObserver;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The snippets of {@code docs/concepts/stores.md}. */
final class Stores {
    private Stores() {}

    static void independent(PrintStream out) {
        // tag::independent
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore one = AtomStore.create();
        AtomStore other = AtomStore.create();

        one.set(count, 7);
        out.println(one.get(count) + " and " + other.get(count));
        // end::independent
    }

    static void handle(PrintStream out) {
        // tag::handle
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();
        WritableAtomHandle<Integer, Integer> handle = store.handle(count);
        AtomHandle<Integer> twice = store.handle(Atom.map(count, n -> n * 2));

        handle.set(21);
        out.println(handle.get() + ", " + twice.get());
        // end::handle
    }

    static void builder(PrintStream out) {
        // tag::builder
        PrimitiveAtom<Integer> percent = Atom.of(0).named("percent");
        AtomStore store = AtomStore.builder()
                .name("settings")
                .validate(percent, n -> n >= 0 && n <= 100, "a percentage is between 0 and 100")
                .onError(failure -> out.println(failure.source() + " failed: " + failure.error()))
                .maxRounds(10)
                .build();
        store.subscribe(percent, n -> {
            throw new IllegalStateException("no screen");
        });

        store.set(percent, 50);
        out.println(store + ": " + store.get(percent));
        // end::builder
    }

    static void resource(PrintStream out) {
        // tag::resource
        PrimitiveAtom<Clock> clock = Atom.of(Clock.systemUTC()).named("clock");
        Atom<Integer> year =
                Atom.map(clock, c -> c.instant().atZone(c.getZone()).getYear());

        AtomStore test = AtomStore.create();
        test.set(clock, Clock.fixed(Instant.parse("1815-12-10T00:00:00Z"), ZoneOffset.UTC));
        out.println(test.get(year));
        // end::resource
    }

    static void inspection(PrintStream out) {
        // tag::inspection
        PrimitiveAtom<Integer> price = Atom.of(20).named("price");
        PrimitiveAtom<Integer> amount = Atom.of(2).named("amount");
        Atom<Integer> total = Atom.combine(price, amount, (p, a) -> p * a).named("total");
        AtomStore store = AtomStore.builder().name("shop").counting(true).build();
        store.subscribe(total, value -> {});
        store.set(amount, 3);

        StoreInspection inspection = store.inspect();
        out.println(inspection.toText());
        out.println(inspection.find("total").orElseThrow().recomputes() + " runs of total");
        // end::inspection
    }

    static void why(PrintStream out) {
        // tag::why
        PrimitiveAtom<Integer> price = Atom.of(20).named("price");
        Atom<Integer> taxed = Atom.map(price, p -> p * 2).named("taxed");
        Atom<String> label = Atom.map(taxed, t -> "costs " + t).named("label");
        AtomStore store = AtomStore.builder()
                .observer(new StoreObserver() {
                    @Override
                    public void committed(ChangeSet commit) {
                        out.println(commit.cause() + ": " + commit.changes());
                        out.println("label ran because of " + commit.why("label"));
                    }
                })
                .build();
        store.subscribe(label, value -> {});

        store.set(price, 30);
        // end::why
    }

    static void closing(PrintStream out) {
        // tag::closing
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.builder().name("session").build();
        try (store) {
            store.effect(context -> context.onCleanup(() -> out.println("cleaned up")));
        }
        try {
            store.set(count, 1);
        } catch (StoreClosedException e) {
            out.println(e.getMessage());
        }
        // end::closing
    }
}
