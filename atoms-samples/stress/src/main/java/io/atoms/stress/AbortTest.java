package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A value of a transaction that is open or was taken back is seen by nobody else (R10, R11, T2). */
public final class AbortTest {

    private AbortTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final Atom<Integer> D = Atom.derived(get -> get.get(P));
    static final Atom<Integer> PARITY = Atom.derived(get -> get.get(P) & 1);

    /** Thrown without a stack trace, because it is thrown often. */
    static final RuntimeException ABORT = new RuntimeException("abort", null, false, false) {};

    /** Writes the value, reads what may depend on it, and takes it back. */
    static void abort(AtomStore store, PrimitiveAtom<Integer> atom, int value) {
        try {
            store.transaction(tx -> {
                tx.set(atom, value);
                tx.get(D);
                tx.get(PARITY);
                throw ABORT;
            });
        } catch (RuntimeException expected) {
            if (expected != ABORT) {
                throw expected;
            }
        }
    }

    /** One abort. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nothing was written")
    @Outcome(expect = FORBIDDEN, desc = "a value taken back was seen")
    @State
    public static class Primitive {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            abort(store, P, 7);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(P);
        }
    }

    /** Two aborts and a commit: both slots and the stamp come back to what they were (ABA). */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a value taken back was seen, or back in time")
    @State
    public static class TwoAbortsAndACommit {
        final AtomStore store = AtomStore.create();
        final AtomHandle<Integer> handle = store.handle(P);

        @Actor
        public void writer() {
            abort(store, P, 7);
            abort(store, P, 8);
            store.set(P, 1);
            abort(store, P, 9);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = handle.get();
            r.r2 = handle.get();
        }
    }

    /** As above, through an observed derived atom. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a value taken back was seen, or back in time")
    @State
    public static class DerivedObserved {
        final AtomStore store = AtomStore.create();

        public DerivedObserved() {
            store.subscribe(D, value -> {});
        }

        @Actor
        public void writer() {
            abort(store, P, 7);
            abort(store, P, 8);
            store.set(P, 1);
            abort(store, P, 9);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(D);
        }
    }

    /** As above, through a derived atom that nobody observes. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a value taken back was seen, or back in time")
    @State
    public static class DerivedUnobserved {
        final AtomStore store = AtomStore.create();

        public DerivedUnobserved() {
            store.get(D);
        }

        @Actor
        public void writer() {
            abort(store, P, 7);
            abort(store, P, 8);
            store.set(P, 1);
            abort(store, P, 9);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(D);
        }
    }

    /** A derived atom that was stale before the transaction, and equals its stale value inside it. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the committed value and its derived value")
    @Outcome(expect = FORBIDDEN, desc = "a derived value of a transaction that was taken back")
    @State
    public static class StaleDerived {
        final AtomStore store = AtomStore.create();

        public StaleDerived() {
            store.get(PARITY);
            store.set(P, 1);
        }

        @Actor
        public void writer() {
            abort(store, P, 2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(PARITY);
            r.r2 = store.get(P);
        }
    }

    /** As above, and the transaction commits. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 2", "0, 2"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a derived value of a transaction that was still open")
    @State
    public static class StaleDerivedThenCommit {
        final AtomStore store = AtomStore.create();

        public StaleDerivedThenCommit() {
            store.get(PARITY);
            store.set(P, 1);
        }

        @Actor
        public void writer() {
            store.transaction(tx -> {
                tx.set(P, 2);
                tx.get(PARITY);
            });
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(PARITY);
            r.r2 = store.get(P);
        }
    }

    /** A stale derived atom that gets a new value inside the transaction. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a stale value, or one of a transaction that was still open")
    @State
    public static class StaleDerivedChanges {
        final AtomStore store = AtomStore.create();

        public StaleDerivedChanges() {
            store.get(D);
            store.set(P, 1);
        }

        @Actor
        public void writer() {
            store.transaction(tx -> {
                tx.set(P, 2);
                tx.get(D);
            });
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(D);
            r.r2 = store.get(P);
        }
    }

    /** A write that is taken back inside the transaction, which then commits another. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a value taken back was seen")
    @State
    public static class Savepoint {
        final AtomStore store = AtomStore.create();

        public Savepoint() {
            store.subscribe(D, value -> {});
        }

        @Actor
        public void writer() {
            store.transaction(tx -> {
                abort(store, P, 7);
                tx.set(P, 1);
                abort(store, P, 8);
            });
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(D);
            r.r2 = store.get(P);
        }
    }
}
