package io.atoms.samples.snippets;

import io.atoms.AsyncActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.TimeAtoms;
import io.atoms.utils.storage.MemoryStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import io.atoms.utils.storage.StorageException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The snippets of {@code docs/guides/pitfalls.md} that no other page has. */
final class PitfallsSnippets {
    private PitfallsSnippets() {}

    // tag::newAtoms
    static Atom<Integer> taxed(PrimitiveAtom<Integer> price, PrintStream out) {
        return Atom.map(price, p -> {
            out.println("computing");
            return p * 2;
        });
    }

    // end::newAtoms

    static void newAtoms(PrintStream out) {
        // tag::newAtoms
        PrimitiveAtom<Integer> price = Atom.of(20);
        AtomStore store = AtomStore.create();
        store.get(taxed(price, out));
        store.get(taxed(price, out)); // wrong: another atom, with a value of its own
        // end::newAtoms
    }

    static void arrays(PrintStream out) {
        // tag::arrays
        PrimitiveAtom<String> line = Atom.of("a,b");
        Atom<String[]> cells = Atom.map(line, text -> text.strip().split(","));
        Atom<String[]> compared = cells.equality(Arrays::equals);
        AtomStore store = AtomStore.create();
        store.subscribe(cells, value -> out.println("cells have changed")); // they have not
        store.subscribe(compared, value -> out.println("compared have changed"));

        store.set(line, "a,b ");
        // end::arrays
    }

    static void lostUpdate(PrintStream out) {
        // tag::lostUpdate
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();

        int seen = store.get(count);
        CompletableFuture.runAsync(() -> store.update(count, n -> n + 1)).join(); // another thread
        store.set(count, seen + 1); // wrong: forgets what the other one did
        out.println(store.get(count));
        // end::lostUpdate
    }

    static void waitingInside(PrintStream out) {
        // tag::waitingInside
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();
        store.transaction(tx -> {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> store.set(count, 1));
            try {
                other.get(100, TimeUnit.MILLISECONDS); // wrong: without a limit it would wait for ever
            } catch (TimeoutException e) {
                out.println("the other writer waits for this transaction");
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        });
        // end::waitingInside
    }

    static void notToldAtOnce(PrintStream out) {
        // tag::notToldAtOnce
        PrimitiveAtom<String> name = Atom.of("Ada");
        AtomStore store = AtomStore.create();

        store.subscribe(name, value -> out.println("subscription: " + value));
        store.effect(context -> out.println("effect: " + context.get(name)));
        store.flux(name).subscribe(value -> out.println("flux: " + value));
        // end::notToldAtOnce
    }

    static void copying(PrintStream out) {
        // tag::copying
        PrimitiveAtom<Integer> price = Atom.of(20);
        PrimitiveAtom<Integer> copy = Atom.of(40); // twice the price
        Atom<Integer> derived = Atom.map(price, p -> p * 2);
        AtomStore store = AtomStore.create();
        store.subscribe(price, p -> store.set(copy, p * 2)); // wrong: a second commit
        store.subscribe(Atom.combine(price, copy, (p, c) -> p + " and " + c), out::println);
        store.subscribe(Atom.combine(price, derived, (p, d) -> "derived: " + p + " and " + d), out::println);

        store.set(price, 30);
        // end::copying
    }

    static void forgotten(PrintStream out) {
        // tag::forgotten
        PrimitiveAtom<Integer> count = Atom.of(0).named("count");
        AtomStore store = AtomStore.create();
        for (int window = 1; window <= 3; window++) {
            store.subscribe(count, n -> out.println("shown")); // wrong: the window closes, this stays
        }
        store.set(count, 1);
        out.println("observed: " + store.inspect().find("count").orElseThrow().observed());
        // end::forgotten
    }

    static void notSubscribed(PrintStream out) {
        // tag::notSubscribed
        AsyncActionAtom<String, String> save = Atom.asyncAction((set, text) -> Mono.fromSupplier(() -> {
            out.println("saving " + text);
            return text;
        }));
        AtomStore store = AtomStore.create();

        store.run(save, "one"); // wrong: a Mono that nobody subscribes does nothing
        store.run(save, "two").subscribe();
        // end::notSubscribed
    }

    static void eager(PrintStream out) {
        Thread reader = Thread.currentThread();
        // tag::eager
        AsyncAtom<String> wrong = Atom.async(get -> Mono.just(load(reader))); // loads first, then makes a Mono
        AsyncAtom<String> right = Atom.asyncBlocking(get -> load(reader));
        AtomStore store = AtomStore.create();

        out.println(store.mono(wrong).block());
        out.println(store.mono(right).block());
        // end::eager
    }

    private static String load(Thread reader) {
        boolean here = Thread.currentThread() == reader;
        return here ? "loaded by the reader, under the lock" : "loaded by another thread, without the lock";
    }

    static void noStorage(PrintStream out) {
        // tag::noStorage
        StorageAtom<String> theme = StorageAtom.of("theme", String.class, "light");
        AtomStore store = AtomStore.create();
        try {
            store.get(theme.value());
        } catch (StorageException e) {
            out.println(e.getMessage());
        }
        // end::noStorage
    }

    static void twoDefinitions(PrintStream out) {
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, VirtualTimeScheduler.create()); // so that nothing is written yet
        // tag::twoDefinitions
        StorageAtom<String> theme = StorageAtom.of("theme", String.class, "light");
        StorageAtom<String> again = StorageAtom.of("theme", String.class, "light"); // wrong
        store.set(Storage.CURRENT, MemoryStorage.create());

        out.println(store.get(theme.value()) + " and " + store.get(again.value()));
        store.set(theme.value(), "dark");
        try {
            store.set(again.value(), "blue"); // while the first is not written yet
        } catch (StorageException e) {
            out.println(e.getMessage());
        }
        // end::twoDefinitions
        store.close();
    }
}
