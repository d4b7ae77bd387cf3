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

/** The last run of an effect saw the last values, and every run saw one commit (R3, R15, R18). */
public final class EffectTest {

    private EffectTest() {}

    static final PrimitiveAtom<Integer> A = TransactionTest.A;
    static final PrimitiveAtom<Integer> B = TransactionTest.B;
    static final Atom<Integer> BOTH = TransactionTest.BOTH;

    /** Two writers of two atoms that the effect reads. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the last run saw both")
    @Outcome(expect = FORBIDDEN, desc = "a commit was lost")
    @State
    public static class TwoWriters {
        final AtomStore store = AtomStore.create();
        volatile int a;
        volatile int b;

        public TwoWriters() {
            store.effect(ctx -> {
                a = ctx.get(A);
                b = ctx.get(B);
            });
        }

        @Actor
        public void first() {
            store.set(A, 1);
        }

        @Actor
        public void second() {
            store.set(B, 1);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = a;
            r.r2 = b;
        }
    }

    /** The effect is made while a commit goes by. */
    @JCStressTest
    @Outcome(id = "1, 11", expect = ACCEPTABLE, desc = "the last run saw the commit")
    @Outcome(expect = FORBIDDEN, desc = "the commit was lost")
    @State
    public static class MadeMeanwhile {
        final AtomStore store = AtomStore.create();
        volatile int a;
        volatile int both;

        @Actor
        public void writer() {
            TransactionTest.setBoth(store, 1);
        }

        @Actor
        public void maker() {
            store.effect(ctx -> {
                a = ctx.get(A);
                both = ctx.get(BOTH);
            });
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = a;
            r.r2 = both;
        }
    }

    /** Two transactions write both atoms: no run sees half of one, by itself or through a derived atom. */
    @JCStressTest
    @Outcome(
            id = {"11, 0", "22, 0"},
            expect = ACCEPTABLE,
            desc = "the last run saw the last commit, all saw whole ones")
    @Outcome(expect = FORBIDDEN, desc = "a run saw half a commit, or the last commit was lost")
    @State
    public static class WholeCommits {
        final AtomStore store = AtomStore.create();
        volatile int both;
        volatile int torn;

        public WholeCommits() {
            store.effect(ctx -> {
                int a = ctx.get(A);
                int derived = ctx.get(BOTH);
                int b = ctx.get(B);
                if (a != b || derived != a * 11) {
                    torn++;
                }
                both = derived;
            });
        }

        @Actor
        public void first() {
            TransactionTest.setBoth(store, 1);
        }

        @Actor
        public void second() {
            TransactionTest.setBoth(store, 2);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = both == store.get(BOTH) ? both : -1;
            r.r2 = torn;
        }
    }

    /** Dependencies change while a commit goes by; the effect follows the new one. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the last run saw the last value of what it reads")
    @Outcome(expect = FORBIDDEN, desc = "a commit was lost")
    @State
    public static class DynamicDependencies {
        static final PrimitiveAtom<Boolean> WHICH = Atom.of(false);
        final AtomStore store = AtomStore.create();
        volatile int last = -1;

        public DynamicDependencies() {
            store.effect(ctx -> last = ctx.get(WHICH) ? ctx.get(A) : -1);
        }

        @Actor
        public void chooser() {
            store.set(WHICH, true);
        }

        @Actor
        public void writer() {
            store.set(A, 1);
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = last;
        }
    }

    /** An effect that writes: what it wrote belongs to the last value. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "the copy is that of the last value")
    @Outcome(expect = FORBIDDEN, desc = "a commit was lost")
    @State
    public static class WritingEffect {
        final AtomStore store = AtomStore.create();

        public WritingEffect() {
            store.effect(ctx -> ctx.set(B, ctx.get(A)));
        }

        @Actor
        public void first() {
            store.set(A, 1);
        }

        @Actor
        public void second() {
            store.set(A, 2);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r1 = store.get(A);
            r.r2 = store.get(B);
        }
    }
}
