package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What one transaction wrote is seen by others as a whole or not at all (R3, R10, T3). */
public final class TransactionTest {

    private TransactionTest() {}

    static final PrimitiveAtom<Integer> A = Atom.of(0);
    static final PrimitiveAtom<Integer> B = Atom.of(0);
    static final Atom<Integer> BOTH = Atom.combine(A, B, (a, b) -> a * 10 + b);

    static void setBoth(AtomStore store, int value) {
        store.transaction(tx -> {
            tx.set(A, value);
            tx.set(B, value);
        });
    }

    /** Two atoms of one transaction, read through a snapshot. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "before the commit")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "after the commit")
    @Outcome(expect = FORBIDDEN, desc = "half a commit")
    @State
    public static class BySnapshot {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            setBoth(store, 1);
        }

        @Actor
        public void reader(II_Result r) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r1 = snapshot.get(A);
                r.r2 = snapshot.get(B);
            }
        }
    }

    /** A transaction that only reads. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "before the commit")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "after the commit")
    @Outcome(expect = FORBIDDEN, desc = "half a commit")
    @State
    public static class ByTransaction {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            setBoth(store, 1);
        }

        @Actor
        public void reader(II_Result r) {
            store.transaction(tx -> {
                r.r1 = tx.get(A);
                r.r2 = tx.get(B);
            });
        }
    }

    /**
     * A derived atom that nobody observes, checked without the lock while one transaction after the other has it: the
     * stamps before a transaction are looked up in a table that the next one uses again.
     */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 11", "0, 22", "0, 33", "11, 11", "11, 22", "11, 33", "22, 22", "22, 33", "33, 33"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "half a commit, or back in time")
    @State
    public static class OneAfterTheOther {
        final PrimitiveAtom<Integer> a = Atom.of(0);
        final PrimitiveAtom<Integer> b = Atom.of(0);
        final Atom<Integer> both = Atom.combine(a, b, (x, y) -> x * 10 + y);
        final AtomStore store = AtomStore.create();

        public OneAfterTheOther() {
            store.get(both);
            store.set(A, 1); // now it has to be checked
        }

        @Actor
        public void writer() {
            set(a, b, 1);
            set(b, a, 2);
            set(a, b, 3);
        }

        private void set(PrimitiveAtom<Integer> first, PrimitiveAtom<Integer> second, int value) {
            store.transaction(tx -> {
                tx.set(first, value);
                tx.set(second, value);
            });
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(both);
            r.r2 = store.get(both);
        }
    }

    /** A derived atom of both that nobody observes. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 11", "11, 11"},
            expect = ACCEPTABLE,
            desc = "whole commits, forward in time")
    @Outcome(expect = FORBIDDEN, desc = "half a commit, or back in time")
    @State
    public static class ByDerivedUnobserved {
        final AtomStore store = AtomStore.create();

        public ByDerivedUnobserved() {
            store.get(BOTH);
        }

        @Actor
        public void writer() {
            setBoth(store, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(BOTH);
            r.r2 = store.get(BOTH);
        }
    }

    /** A derived atom of both that is read for the first time. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 11", "11, 11"},
            expect = ACCEPTABLE,
            desc = "whole commits, forward in time")
    @Outcome(expect = FORBIDDEN, desc = "half a commit, or back in time")
    @State
    public static class ByDerivedFirstRead {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            setBoth(store, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(BOTH);
            r.r2 = store.get(BOTH);
        }
    }

    /** A derived atom of both that is observed. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 11", "11, 11"},
            expect = ACCEPTABLE,
            desc = "whole commits, forward in time")
    @Outcome(expect = FORBIDDEN, desc = "half a commit, or back in time")
    @State
    public static class ByDerivedObserved {
        final AtomStore store = AtomStore.create();

        public ByDerivedObserved() {
            store.subscribe(BOTH, value -> {});
        }

        @Actor
        public void writer() {
            setBoth(store, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(BOTH);
            r.r2 = store.get(BOTH);
        }
    }

    /** Read one after the other: the commit may fall between the reads, but never before the first only. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "both before or both after the commit")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the commit fell between the reads")
    @Outcome(expect = FORBIDDEN, desc = "new value, then an old one of the same commit")
    @State
    public static class ByTwoReads {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            setBoth(store, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(B);
            r.r2 = store.get(A);
        }
    }

    /** The writer reads its own write, in the transaction and after it, and others never see the value in between. */
    @JCStressTest
    @Outcome(
            id = {"55, 11, 0", "55, 11, 11"},
            expect = ACCEPTABLE,
            desc = "own writes inside, the commit outside")
    @Outcome(expect = FORBIDDEN, desc = "own write missing, or a value inside a transaction leaked")
    @State
    public static class ReadsOwnWrites {
        final AtomStore store = AtomStore.create();

        public ReadsOwnWrites() {
            store.get(BOTH);
        }

        @Actor
        public void writer(III_Result r) {
            store.transaction(tx -> {
                tx.set(A, 5);
                tx.set(B, 5);
                r.r1 = tx.get(BOTH);
                tx.set(A, 1);
                tx.set(B, 1);
            });
            r.r2 = store.get(BOTH);
        }

        @Actor
        public void reader(III_Result r) {
            r.r3 = store.get(BOTH);
        }
    }
}
