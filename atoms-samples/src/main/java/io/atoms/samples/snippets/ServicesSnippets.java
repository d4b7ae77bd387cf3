package io.atoms.samples.snippets;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.Unobserved;
import java.io.PrintStream;

/** The snippets of {@code docs/guides/services.md}. */
final class ServicesSnippets {
    private ServicesSnippets() {}

    // tag::request
    static final PrimitiveAtom<String> USER = Atom.of("nobody").named("user");
    static final PrimitiveAtom<Integer> AMOUNT = Atom.of(0).named("amount");
    static final Atom<String> ANSWER = Atom.combine(USER, AMOUNT, (user, amount) -> user + " ordered " + amount);

    static String order(String user, int amount) {
        try (AtomStore store = AtomStore.create()) {
            store.set(USER, user);
            store.set(AMOUNT, amount);
            return store.get(ANSWER);
        }
    }
    // end::request

    static void request(PrintStream out) {
        // tag::request
        out.println(order("Ada", 3));
        out.println(order("Bob", 5));
        // end::request
    }

    static void session(PrintStream out) {
        // tag::session
        AtomStore session = AtomStore.builder()
                .name("session 7")
                .onError(failure -> out.println(failure.source() + ": " + failure.error()))
                .build();
        session.effect(context -> {
            String user = context.get(USER);
            out.println(user + " is here");
            context.onCleanup(() -> out.println(user + " has left"));
        });
        session.set(USER, "Ada");
        session.close();
        try {
            session.set(AMOUNT, 1); // a request that comes too late
        } catch (StoreClosedException e) {
            out.println(e.getMessage());
        }
        // end::session
    }

    // tag::shared
    /** An atom that shows an atom of another store, while it is observed. */
    static <T> AsyncAtom<T> follow(AtomStore other, Atom<T> atom) {
        return Atom.<T>stream(get -> other.flux(atom)).whenUnobserved(Unobserved.cancel());
    }

    static final PrimitiveAtom<Integer> RATE = Atom.of(100).named("rate");

    // end::shared

    static void shared(PrintStream out) {
        // tag::shared
        AtomStore program = AtomStore.builder().name("program").build();
        AsyncAtom<Integer> rate = follow(program, RATE); // one definition, for all sessions
        Atom<Integer> price = Atom.combine(rate, AMOUNT, (r, amount) -> r.orElse(0) * amount);

        AtomStore session = AtomStore.create();
        session.set(AMOUNT, 2);
        session.subscribe(price, p -> out.println("price " + p));
        program.set(RATE, 110);
        session.close();
        out.println("observed: " + program.inspect().find("rate").orElseThrow().observed());
        // end::shared
        program.close();
    }
}
