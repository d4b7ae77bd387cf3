package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A disposed subscription or effect is never called for a later commit (R16, R18). */
public final class DisposeTest {

    private DisposeTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);

    /** The commit that races may be told or not; the one after is not. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "disposed before the commit, or before it was told")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "told of the commit")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "told of a commit after dispose had returned")
    @State
    public static class Subscription {
        final AtomStore store = AtomStore.create();
        volatile int last = -1;
        final AtomSubscription subscription = store.subscribe(P, (Integer value) -> last = value);

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void disposer() {
            subscription.dispose();
        }

        @Arbiter
        public void arbiter(I_Result r) {
            store.set(P, 2);
            r.r1 = last;
        }
    }

    /** When dispose returns, another thread may be about to call or inside the call; that is all. */
    @JCStressTest
    @Outcome(
            id = {"0, 0"},
            expect = ACCEPTABLE,
            desc = "never called")
    @Outcome(
            id = {"1, 1"},
            expect = ACCEPTABLE,
            desc = "called before dispose returned")
    @Outcome(
            id = {"1, 0"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "the other thread was about to call when dispose returned, and called once")
    @Outcome(expect = FORBIDDEN, desc = "called again")
    @State
    public static class OneCallMayBeUnderWay {
        final AtomStore store = AtomStore.create();
        final AtomicInteger calls = new AtomicInteger();
        final AtomSubscription subscription = store.subscribe(P, (Integer value) -> calls.incrementAndGet());

        @Actor
        public void writer() {
            store.set(P, 1);
            store.set(P, 2);
        }

        @Actor
        public void disposer(II_Result r) {
            subscription.dispose();
            r.r2 = calls.get();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            int all = calls.get();
            r.r1 = all - r.r2 > 1 ? 9 : Math.min(all, 1);
            r.r2 = Math.min(r.r2, 1);
        }
    }

    /** Both dispose, and a commit races: no error, and nothing is called afterwards. */
    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "disposed, and never called afterwards")
    @Outcome(expect = FORBIDDEN, desc = "an error, or called afterwards")
    @State
    public static class DisposedByBoth {
        final AtomStore store = AtomStore.create();
        volatile int calls;
        final AtomSubscription subscription = store.subscribe(P, (Integer value) -> calls = value);

        @Actor
        public void first() {
            subscription.dispose();
        }

        @Actor
        public void second() {
            subscription.dispose();
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            store.set(P, 1);
            r.r1 = subscription.isDisposed();
            r.r2 = calls;
        }
    }

    /** Subscribing and disposing others of the same atom loses nobody. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "who stays is told, who left is not")
    @Outcome(expect = FORBIDDEN, desc = "a wrong one is told")
    @State
    public static class NeighbourSubscribes {
        final AtomStore store = AtomStore.create();
        volatile int leaving;
        volatile int coming;
        final AtomSubscription subscription = store.subscribe(P, (Integer value) -> leaving = value);

        @Actor
        public void first() {
            subscription.dispose();
        }

        @Actor
        public void second() {
            store.subscribe(P, (Integer value) -> coming = value);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            store.set(P, 1);
            r.r1 = coming;
            r.r2 = leaving;
        }
    }

    /** An effect: every run is cleaned up once, and none follows for a later commit. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "each run was cleaned up, none came later")
    @Outcome(expect = FORBIDDEN, desc = "a run without cleanup, a cleanup twice, or a run after disposal")
    @State
    public static class Effect {
        final AtomStore store = AtomStore.create();
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger cleanups = new AtomicInteger();
        final AtomSubscription effect = store.effect(ctx -> {
            ctx.get(P);
            runs.incrementAndGet();
            ctx.onCleanup(cleanups::incrementAndGet);
        });

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void disposer() {
            effect.dispose();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            store.set(P, 2);
            r.r1 = runs.get();
            r.r2 = cleanups.get();
        }
    }
}
