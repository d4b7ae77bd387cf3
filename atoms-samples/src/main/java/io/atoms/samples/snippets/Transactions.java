package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import io.atoms.WritableAtom;
import io.atoms.WriteInterceptor;
import io.atoms.WriteRefusedException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The snippets of {@code docs/concepts/transactions.md}. */
final class Transactions {
    private Transactions() {}

    static void commit(PrintStream out) {
        // tag::commit
        PrimitiveAtom<Integer> checking = Atom.of(100).named("checking");
        PrimitiveAtom<Integer> savings = Atom.of(0).named("savings");
        Atom<Integer> sum = Atom.combine(checking, savings, Integer::sum);
        AtomStore store = AtomStore.create();
        store.subscribe(savings, value -> out.println("savings: " + value));
        store.subscribe(sum, value -> out.println("sum: " + value)); // never called: it stays 100

        int left = store.transactionResult(tx -> {
            tx.update(checking, c -> c - 30);
            out.println("inside, the sum is " + tx.get(sum));
            tx.update(savings, s -> s + 30);
            return tx.get(checking);
        });
        out.println("left: " + left);
        // end::commit
    }

    static void rollback(PrintStream out) {
        // tag::rollback
        PrimitiveAtom<Integer> count = Atom.of(1);
        AtomStore store = AtomStore.create();
        store.subscribe(count, value -> out.println("told of " + value));
        try {
            store.transaction(tx -> {
                tx.set(count, 2);
                throw new IllegalStateException("changed my mind");
            });
        } catch (IllegalStateException e) {
            out.println(e.getMessage() + "; count is " + store.get(count));
        }
        // end::rollback
    }

    static void savepoint(PrintStream out) {
        // tag::savepoint
        PrimitiveAtom<Integer> a = Atom.of(1);
        PrimitiveAtom<Integer> b = Atom.of(1);
        AtomStore store = AtomStore.create();
        store.transaction(outer -> {
            outer.set(a, 2);
            try {
                store.transaction(
                        inner -> { // joins the outer one
                            inner.set(a, 3);
                            inner.set(b, 3);
                            throw new IllegalStateException();
                        });
            } catch (IllegalStateException e) {
                out.println("a is " + outer.get(a) + " again, b is " + outer.get(b));
            }
        });
        out.println("committed: a is " + store.get(a));
        // end::savepoint
    }

    static void afterCommit(PrintStream out) {
        // tag::afterCommit
        PrimitiveAtom<String> draft = Atom.of("");
        WritableAtom<String, String> letter = Atom.writable(get -> get.get(draft), (set, text) -> {
            set.set(draft, text);
            set.afterCommit(s -> out.println("saved: " + s.get(draft))); // here a file could be written
        });
        AtomStore store = AtomStore.create();
        store.subscribe(letter, text -> out.println("told: " + text));

        store.set(letter, "Dear Ada");
        // end::afterCommit
    }

    static void snapshot(PrintStream out) {
        // tag::snapshot
        PrimitiveAtom<Integer> price = Atom.of(20);
        PrimitiveAtom<Integer> amount = Atom.of(2);
        Atom<Integer> total = Atom.combine(price, amount, (p, a) -> p * a);
        AtomStore store = AtomStore.create();
        try (StoreSnapshot snapshot = store.snapshot()) {
            store.set(price, 30);
            store.set(amount, 5);
            out.println(snapshot.get(price) + " * " + snapshot.get(amount) + " = " + snapshot.get(total));
            out.println("now " + store.get(total));
        }
        // end::snapshot
    }

    static void restore(PrintStream out) {
        // tag::restore
        PrimitiveAtom<String> text = Atom.of("draft");
        PrimitiveAtom<Integer> cursor = Atom.of(5);
        AtomStore store = AtomStore.create();
        try (StoreSnapshot before = store.snapshot()) {
            store.set(text, "oops");
            store.set(cursor, 0);
            store.subscribe(text, value -> out.println("text: " + value + ", cursor: " + store.get(cursor)));
            store.restore(before); // one commit
        }
        // end::restore
    }

    static void validate(PrintStream out) {
        // tag::validate
        PrimitiveAtom<Integer> stock = Atom.of(5).named("stock");
        PrimitiveAtom<Integer> sold = Atom.of(0).named("sold");
        AtomStore store = AtomStore.builder()
                .name("shop")
                .validate(stock, n -> n >= 0, "stock can't be negative")
                .build();
        try {
            store.transaction(tx -> {
                tx.update(sold, n -> n + 6);
                tx.update(stock, n -> n - 6);
            });
        } catch (WriteRefusedException e) {
            out.println(e.getMessage());
            out.println("sold: " + store.get(sold));
        }
        // end::validate
    }

    static void intercept(PrintStream out) {
        // tag::intercept
        PrimitiveAtom<String> name = Atom.of("").named("name");
        WriteInterceptor log = new WriteInterceptor() {
            @Override
            public <T extends @Nullable Object> T beforeWrite(PrimitiveAtom<T> atom, T present, T proposed) {
                out.println(atom.name() + ": '" + present + "' -> '" + proposed + "'");
                return proposed;
            }
        };
        AtomStore store = AtomStore.builder()
                .transform(name, String::strip) // first
                .intercept(log) // second: it is given what the first returned
                .build();

        store.set(name, "  Ada ");
        // end::intercept
    }
}
