package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A snapshot belongs to one commit, whatever is committed while it is opened, read and held (T3). */
public final class SnapshotTest {

    private SnapshotTest() {}

    static final PrimitiveAtom<Integer> A = TransactionTest.A;
    static final PrimitiveAtom<Integer> B = TransactionTest.B;
    static final Atom<Integer> BOTH = TransactionTest.BOTH;

    /** Opened while two commits go by. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "one commit")
    @Outcome(expect = FORBIDDEN, desc = "values of different commits")
    @State
    public static class OpenRacingTwoCommits {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            TransactionTest.setBoth(store, 1);
            TransactionTest.setBoth(store, 2);
        }

        @Actor
        public void reader(II_Result r) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r1 = snapshot.get(A);
                r.r2 = snapshot.get(B);
            }
        }
    }

    /** Held while both values are overwritten three times, so that neither slot of a node keeps the old value. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 1, 11", "2, 2, 22", "3, 3, 33"},
            expect = ACCEPTABLE,
            desc = "one commit")
    @Outcome(expect = FORBIDDEN, desc = "values of different commits")
    @State
    public static class HeldWhileOverwritten {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            TransactionTest.setBoth(store, 1);
            TransactionTest.setBoth(store, 2);
            TransactionTest.setBoth(store, 3);
        }

        @Actor
        public void reader(III_Result r) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r1 = snapshot.get(A);
                r.r2 = snapshot.get(B);
                r.r3 = snapshot.get(BOTH);
            }
        }
    }

    /** As above; the derived atom is read first and is observed, so it is recomputed by each commit. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 1, 11", "2, 2, 22", "3, 3, 33"},
            expect = ACCEPTABLE,
            desc = "one commit")
    @Outcome(expect = FORBIDDEN, desc = "values of different commits")
    @State
    public static class ObservedDerived {
        final AtomStore store = AtomStore.create();

        public ObservedDerived() {
            store.subscribe(BOTH, value -> {});
        }

        @Actor
        public void writer() {
            TransactionTest.setBoth(store, 1);
            TransactionTest.setBoth(store, 2);
            TransactionTest.setBoth(store, 3);
        }

        @Actor
        public void reader(III_Result r) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r3 = snapshot.get(BOTH);
                r.r1 = snapshot.get(A);
                r.r2 = snapshot.get(B);
            }
        }
    }

    /** A transaction that is taken back between two commits changes nothing in the snapshot. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 1, 11", "2, 2, 22"},
            expect = ACCEPTABLE,
            desc = "one commit")
    @Outcome(expect = FORBIDDEN, desc = "values of different commits, or of none")
    @State
    public static class AbortBetween {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            TransactionTest.setBoth(store, 1);
            AbortTest.abort(store, A, 7);
            TransactionTest.setBoth(store, 2);
            AbortTest.abort(store, B, 7);
        }

        @Actor
        public void reader(III_Result r) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r1 = snapshot.get(A);
                r.r2 = snapshot.get(B);
                r.r3 = snapshot.get(BOTH);
            }
        }
    }

    /** What the thread reads from the store after a snapshot is not older than the snapshot (R3). */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time")
    @State
    public static class ThenStore {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            store.set(A, 1);
            store.set(A, 2);
        }

        @Actor
        public void reader(II_Result r) {
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r1 = snapshot.get(A);
            }
            r.r2 = store.get(A);
        }
    }

    /** What the thread reads from a snapshot is not older than what it read from the store before (R3). */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time")
    @State
    public static class AfterStore {
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            store.set(A, 1);
            store.set(A, 2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(A);
            try (StoreSnapshot snapshot = store.snapshot()) {
                r.r2 = snapshot.get(A);
            }
        }
    }

    /** Two threads that evaluate a derived atom in one snapshot get one result. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the same instance")
    @Outcome(expect = FORBIDDEN, desc = "two results in one snapshot")
    @State
    public static class OneEvaluation {
        static final Atom<Object> OBJECT = Atom.derived(get -> List.of(get.get(A)));
        final AtomStore store = AtomStore.create();
        final StoreSnapshot snapshot = store.snapshot();

        @Nullable
        Object first;

        @Nullable
        Object second;

        @Actor
        public void first() {
            first = snapshot.get(OBJECT);
        }

        @Actor
        public void second() {
            second = snapshot.get(OBJECT);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            r.r1 = first != null && first == second;
            snapshot.close();
        }
    }
}
