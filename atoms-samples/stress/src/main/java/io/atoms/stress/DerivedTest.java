package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A derived value never is older than what the same thread read before it, nor newer than what it reads after (R3). */
public final class DerivedTest {

    private DerivedTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final Atom<Integer> D = Atom.derived(get -> get.get(P));

    /** Primitive, then derived; nobody observes it, the reader computes it. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "a new primitive beside its old derived value")
    @Outcome(expect = FORBIDDEN, desc = "a value never committed")
    @State
    public static class PrimitiveThenDerivedUnobserved {
        final AtomStore store = AtomStore.create();

        public PrimitiveThenDerivedUnobserved() {
            store.get(D);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(D);
        }
    }

    /** Primitive, then derived; the writer recomputes it in its commit. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "a new primitive beside its old derived value")
    @Outcome(expect = FORBIDDEN, desc = "a value never committed")
    @State
    public static class PrimitiveThenDerivedObserved {
        final AtomStore store = AtomStore.create();

        public PrimitiveThenDerivedObserved() {
            store.subscribe(D, value -> {});
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(D);
        }
    }

    /** Derived, then primitive, unobserved. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "a derived value of a commit that is not there yet")
    @Outcome(expect = FORBIDDEN, desc = "a value never committed")
    @State
    public static class DerivedThenPrimitiveUnobserved {
        final AtomStore store = AtomStore.create();

        public DerivedThenPrimitiveUnobserved() {
            store.get(D);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(D);
            r.r2 = store.get(P);
        }
    }

    /** Derived, then primitive, observed. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "a derived value of a commit that is not there yet")
    @Outcome(expect = FORBIDDEN, desc = "a value never committed")
    @State
    public static class DerivedThenPrimitiveObserved {
        final AtomStore store = AtomStore.create();

        public DerivedThenPrimitiveObserved() {
            store.subscribe(D, value -> {});
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(D);
            r.r2 = store.get(P);
        }
    }

    /** By handles: primitive, derived, primitive, while two commits go by. */
    @JCStressTest
    @Outcome(
            id = {
                "0, 0, 0", "0, 0, 1", "0, 0, 2", "0, 1, 1", "0, 1, 2", "0, 2, 2", "1, 1, 1", "1, 1, 2", "1, 2, 2",
                "2, 2, 2"
            },
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time")
    @State
    public static class HandlesRacingTwoCommits {
        final AtomStore store = AtomStore.create();
        final AtomHandle<Integer> primitive = store.handle(P);
        final AtomHandle<Integer> derived = store.handle(D);

        public HandlesRacingTwoCommits() {
            store.subscribe(D, value -> {});
        }

        @Actor
        public void writer() {
            store.set(P, 1);
            store.set(P, 2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = primitive.get();
            r.r2 = derived.get();
            r.r3 = primitive.get();
        }
    }

    /** The writer computes the derived atom right after its commit, while the reader checks whether it still holds. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 0", "1, 0, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(id = "1, 1, 0", expect = FORBIDDEN, desc = "a new primitive beside its old derived value")
    @Outcome(expect = FORBIDDEN, desc = "own write missing")
    @State
    public static class ComputedByTheWriter {
        final AtomStore store = AtomStore.create();

        public ComputedByTheWriter() {
            store.get(D);
        }

        @Actor
        public void writer(III_Result r) {
            store.set(P, 1);
            r.r1 = store.get(D);
        }

        @Actor
        public void reader(III_Result r) {
            r.r2 = store.get(P);
            r.r3 = store.get(D);
        }
    }

    /** Two readers of a stale derived atom: one computes it while the other checks whether it still holds. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both see the commit that was there before they began")
    @Outcome(expect = FORBIDDEN, desc = "the value of an earlier commit")
    @State
    public static class ComputedByAnotherReader {
        final AtomStore store = AtomStore.create();

        public ComputedByAnotherReader() {
            store.get(D);
            store.set(P, 1);
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = store.get(D);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = store.get(D);
        }
    }

    /** As above, with an equality that takes a while: it runs between the run and the publication of its result. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both see the commit that was there before they began")
    @Outcome(expect = FORBIDDEN, desc = "the value of an earlier commit")
    @State
    public static class SlowEquality {
        static final Atom<Integer> SLOW = Atom.derived(get -> get.get(P)).equality((a, b) -> {
            for (int i = 0; i < 20; i++) {
                Thread.onSpinWait();
            }
            return a.equals(b);
        });
        final AtomStore store = AtomStore.create();

        public SlowEquality() {
            store.get(SLOW);
            store.set(P, 1);
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = store.get(SLOW);
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = store.get(SLOW);
        }
    }

    /** A stale chain: one reader computes the lower end while the other checks the upper end. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both see the commit that was there before they began")
    @Outcome(expect = FORBIDDEN, desc = "the value of an earlier commit")
    @State
    public static class DependencyComputedByAnotherReader {
        static final Atom<Integer> UPPER = Atom.derived(get -> get.get(D));
        final AtomStore store = AtomStore.create();

        public DependencyComputedByAnotherReader() {
            store.get(UPPER);
            store.set(P, 1);
        }

        @Actor
        public void lower(II_Result r) {
            r.r1 = store.get(D);
        }

        @Actor
        public void upper(II_Result r) {
            r.r2 = store.get(UPPER);
        }
    }

    /** A stale chain whose lower end is a cut-off: one side confirms, the other computes. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both see the commit that was there before they began")
    @Outcome(expect = FORBIDDEN, desc = "the value of an earlier commit")
    @State
    public static class CutOffComputedByAnotherReader {
        static final Atom<Integer> SIGN = Atom.derived(get -> Integer.signum(get.get(P)));
        static final Atom<Integer> UPPER = Atom.derived(get -> get.get(SIGN));
        final AtomStore store = AtomStore.create();

        public CutOffComputedByAnotherReader() {
            store.set(P, 1);
            store.get(UPPER);
            store.set(P, -1);
            store.set(P, 2);
        }

        @Actor
        public void lower(II_Result r) {
            r.r1 = store.get(SIGN);
        }

        @Actor
        public void upper(II_Result r) {
            r.r2 = store.get(UPPER);
        }
    }

    /** A derived atom that nobody has read is computed once, by whoever comes first (R1, R4). */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "computed once")
    @Outcome(expect = FORBIDDEN, desc = "computed twice")
    @State
    public static class FirstReads {
        final AtomicInteger runs = new AtomicInteger();
        final Atom<Integer> counted = Atom.derived(get -> {
            runs.incrementAndGet();
            return get.get(P);
        });
        final AtomStore store = AtomStore.create();

        @Actor
        public void first(III_Result r) {
            r.r1 = store.get(counted);
        }

        @Actor
        public void second(III_Result r) {
            r.r2 = store.get(counted);
        }

        @Arbiter
        public void arbiter(III_Result r) {
            r.r3 = runs.get();
        }
    }

    /** Dependencies change with the value that is read first: the reader never pairs old dependencies and new values. */
    @JCStressTest
    @Outcome(
            id = {"10", "21"},
            expect = ACCEPTABLE,
            desc = "one commit")
    @Outcome(expect = FORBIDDEN, desc = "values of different commits")
    @State
    public static class DynamicDependencies {
        static final PrimitiveAtom<Boolean> WHICH = Atom.of(false);
        static final PrimitiveAtom<Integer> LEFT = Atom.of(10);
        static final PrimitiveAtom<Integer> RIGHT = Atom.of(20);
        static final Atom<Integer> CHOSEN = Atom.derived(get -> get.get(WHICH) ? get.get(RIGHT) : get.get(LEFT));
        final AtomStore store = AtomStore.create();

        public DynamicDependencies() {
            store.get(CHOSEN);
        }

        @Actor
        public void writer() {
            store.transaction(tx -> {
                tx.set(LEFT, 11);
                tx.set(RIGHT, 21);
                tx.set(WHICH, true);
                tx.get(CHOSEN);
            });
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = store.get(CHOSEN);
        }
    }

    /** The atom becomes observed, and stops being so, while it is read. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "a new primitive beside its old derived value")
    @State
    public static class ObservedMeanwhile {
        final AtomStore store = AtomStore.create();

        public ObservedMeanwhile() {
            store.get(D);
        }

        @Actor
        public void writer() {
            AtomSubscription subscription = store.subscribe(D, value -> {});
            store.set(P, 1);
            subscription.dispose();
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(P);
            r.r2 = store.get(D);
        }
    }

    /**
     * Two writes, each in one pass: the first ends at a value that stays equal; in the second a function reads what the pass
     * has not reached.
     */
    @JCStressTest
    @Outcome(
            id = {
                "0, 0, 0", "0, 0, 2", "0, 0, 4", "0, 1, 2", "0, 1, 4", "0, 2, 4", "1, 1, 2", "1, 1, 4", "1, 2, 4",
                "2, 2, 4"
            },
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time, or a value that was not reached")
    @State
    public static class OnePass {
        final PrimitiveAtom<Integer> p = Atom.of(0);
        final Atom<Integer> half = Atom.map(p, n -> n / 2);
        final Atom<Integer> twice = Atom.map(p, n -> n * 2);
        final Atom<Integer> far = Atom.map(twice, n -> n);
        final Atom<Integer> near = Atom.derived(get -> get.get(p) < 2 ? get.get(p) : get.get(far) / 2);
        final AtomStore store = AtomStore.create();

        public OnePass() {
            store.subscribe(near, value -> {});
            store.subscribe(far, value -> {});
            store.subscribe(half, value -> {});
        }

        @Actor
        public void writer() {
            store.set(p, 1);
            store.set(p, 2);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = store.get(p);
            r.r2 = store.get(near);
            r.r3 = store.get(far);
        }
    }
}
