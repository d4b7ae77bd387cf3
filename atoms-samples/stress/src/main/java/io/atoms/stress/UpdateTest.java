package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Writers are one after the other (R12, T1). */
public final class UpdateTest {

    private UpdateTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final PrimitiveAtom<Integer> Q = Atom.of(0);
    static final Atom<Integer> SUM = Atom.combine(P, Q, Integer::sum);

    /** Two updates of one atom. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both counted")
    @Outcome(expect = FORBIDDEN, desc = "a lost update")
    @State
    public static class TwoUpdates {
        final AtomStore store = AtomStore.create();

        @Actor
        public void first() {
            store.update(P, n -> n + 1);
        }

        @Actor
        public void second() {
            store.update(P, n -> n + 1);
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = store.get(P);
        }
    }

    /** A transaction that decides by a derived atom, as in a booking that must not exceed a limit: no write skew. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "one got it")
    @Outcome(expect = FORBIDDEN, desc = "both or nobody got it")
    @State
    public static class NoWriteSkew {
        final AtomStore store = AtomStore.create();

        private void book(PrimitiveAtom<Integer> atom) {
            store.transaction(tx -> {
                if (tx.get(SUM) == 0) {
                    tx.set(atom, 1);
                }
            });
        }

        @Actor
        public void first() {
            book(P);
        }

        @Actor
        public void second() {
            book(Q);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(Q);
        }
    }

    /** Two writers of two atoms, each then reads the other's (store buffering): one commit came first. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "an order of the two commits explains it")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "no order of the two commits explains it")
    @State
    public static class StoreBuffering {
        final AtomStore store = AtomStore.create();

        @Actor
        public void first(II_Result r) {
            store.set(P, 1);
            r.r1 = store.get(Q);
        }

        @Actor
        public void second(II_Result r) {
            store.set(Q, 1);
            r.r2 = store.get(P);
        }
    }

    /** As above, through a derived atom that nobody observes: somebody saw both. */
    @JCStressTest
    @Outcome(
            id = {"2, 2", "1, 2", "2, 1"},
            expect = ACCEPTABLE,
            desc = "an order of the two commits explains it")
    @Outcome(expect = FORBIDDEN, desc = "no order of the two commits explains it")
    @State
    public static class StoreBufferingThroughDerived {
        final AtomStore store = AtomStore.create();

        public StoreBufferingThroughDerived() {
            store.get(SUM);
        }

        @Actor
        public void first(II_Result r) {
            store.set(P, 1);
            r.r1 = store.get(SUM);
        }

        @Actor
        public void second(II_Result r) {
            store.set(Q, 1);
            r.r2 = store.get(SUM);
        }
    }
}
