package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The snippets of {@code docs/concepts/threads.md}. */
final class Threading {
    private Threading() {}

    static void update(PrintStream out) {
        // tag::update
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();

        IntStream.range(0, 1_000).parallel().forEach(i -> store.update(count, n -> n + 1));
        out.println(store.get(count));
        // end::update
    }

    static void readers(PrintStream out) {
        // tag::readers
        PrimitiveAtom<Integer> count = Atom.of(1);
        Atom<Integer> twice = Atom.map(count, n -> n * 2);
        AtomStore store = AtomStore.create();
        store.transaction(tx -> {
            tx.set(count, 5);
            // Another thread reads while this one is inside: it does not wait, and sees the last commit.
            int elsewhere =
                    CompletableFuture.supplyAsync(() -> store.get(twice)).join();
            out.println("here " + tx.get(twice) + ", elsewhere " + elsewhere);
        });
        out.println("after the commit " + store.get(twice));
        // end::readers
    }

    static void consistent(PrintStream out) {
        // tag::consistent
        PrimitiveAtom<Integer> a = Atom.of(0);
        PrimitiveAtom<Integer> b = Atom.of(0);
        AtomStore store = AtomStore.create();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= 1_000; i++) {
                int value = i;
                store.transaction(tx -> {
                    tx.set(a, value);
                    tx.set(b, value);
                });
            }
        });
        int different = 0;
        while (!writer.isDone()) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                different += snapshot.get(a).equals(snapshot.get(b)) ? 0 : 1;
            }
        }
        out.println("snapshots in which a and b differed: " + different);
        // end::consistent
    }

    static void stores(PrintStream out) {
        // tag::stores
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore older = AtomStore.builder().name("older").build();
        AtomStore younger = AtomStore.builder().name("younger").build();

        older.transaction(tx -> younger.set(count, 1)); // older first: allowed
        try {
            younger.transaction(tx -> older.set(count, 1));
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
        }
        // end::stores
    }

    static void listeners(PrintStream out) {
        // tag::listeners
        PrimitiveAtom<Integer> count = Atom.of(0);
        AtomStore store = AtomStore.create();
        store.subscribe(
                count, n -> out.println(n + " on " + Thread.currentThread().getName()));

        Thread writer = new Thread(() -> store.set(count, 1), "the writer");
        writer.start();
        join(writer);
        // end::listeners
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
