package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A subscription that races with a commit is told of it or begins after it (R14, R15). */
public final class SubscribeTest {

    private SubscribeTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final Atom<Integer> D = Atom.derived(get -> get.get(P));

    /** Counts calls, and what they were told. */
    static final class Told {
        final AtomicInteger calls = new AtomicInteger();
        volatile int last = -1;
        volatile boolean broken;

        void accept(@Nullable Integer previous, Integer current) {
            calls.incrementAndGet();
            broken |= last >= 0 && (previous == null || previous != last);
            last = current;
        }
    }

    /** Told or seen: the read follows the subscription. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "told once")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "not told: the commit came before the subscription")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "lost: neither seen nor told")
    @Outcome(expect = FORBIDDEN, desc = "told twice")
    @State
    public static class ToPrimitive {
        final AtomStore store = AtomStore.create();
        final Told told = new Told();

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void subscriber(II_Result r) {
            store.subscribe(P, told::accept);
            r.r1 = store.get(P);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = told.calls.get();
        }
    }

    /** As above, to a derived atom that was not computed. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "told once")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "not told: the commit came before the subscription")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "lost: neither seen nor told")
    @Outcome(expect = FORBIDDEN, desc = "told twice")
    @State
    public static class ToDerived {
        final AtomStore store = AtomStore.create();
        final Told told = new Told();

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void subscriber(II_Result r) {
            store.subscribe(D, told::accept);
            r.r1 = store.get(D);
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = told.calls.get();
        }
    }

    /** Two writers: the listener is told in commit order, each with the value before, and the last is the newest. */
    @JCStressTest
    @Outcome(id = "2, true, false", expect = ACCEPTABLE, desc = "told of both, in commit order")
    @Outcome(expect = FORBIDDEN, desc = "a commit was lost, told out of order or with a wrong previous value")
    @State
    public static class TwoWriters {
        final AtomStore store = AtomStore.create();
        final Told told = new Told();

        public TwoWriters() {
            store.subscribe(D, told::accept);
        }

        @Actor
        public void first() {
            store.set(P, 1);
        }

        @Actor
        public void second() {
            store.set(P, 2);
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            r.r1 = told.calls.get();
            r.r2 = told.last == store.get(P);
            r.r3 = told.broken;
        }
    }

    /** Listeners are never run by two threads at once (R15); the counter is plain. */
    @JCStressTest
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "one at a time, each seeing what the one before did")
    @Outcome(expect = FORBIDDEN, desc = "two at once")
    @State
    public static class OneAtATime {
        static final PrimitiveAtom<Integer> Q = Atom.of(0);
        final AtomStore store = AtomStore.create();
        int plain;

        public OneAtATime() {
            store.subscribe(P, value -> plain++);
            store.subscribe(P, value -> plain++);
            store.subscribe(Q, value -> plain++);
            store.subscribe(Q, value -> plain++);
        }

        @Actor
        public void first() {
            store.set(P, 1);
        }

        @Actor
        public void second() {
            store.set(Q, 1);
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = plain;
        }
    }

    /** Both writers' listeners throw: every error reaches a writer, thrown or suppressed, once (R17). */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 0", "0, 2"},
            expect = ACCEPTABLE,
            desc = "each error reached one writer")
    @Outcome(expect = FORBIDDEN, desc = "an error was lost or reported twice")
    @State
    public static class BothThrow {
        static final PrimitiveAtom<Integer> Q = Atom.of(0);
        final AtomStore store = AtomStore.create();

        public BothThrow() {
            store.subscribe(P, value -> {
                throw new Thrown();
            });
            store.subscribe(Q, value -> {
                throw new Thrown();
            });
        }

        static final class Thrown extends RuntimeException {
            private static final long serialVersionUID = 1L;

            Thrown() {
                super("thrown", null, true, false);
            }
        }

        private static int errors(Runnable write) {
            try {
                write.run();
                return 0;
            } catch (Thrown thrown) {
                return 1 + thrown.getSuppressed().length;
            }
        }

        @Actor
        public void first(II_Result r) {
            r.r1 = errors(() -> store.set(P, 1));
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = errors(() -> store.set(Q, 1));
        }
    }

    /** Only one writer's listener throws, and the other writer may run it; the error is not lost. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the error reached its writer")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the other writer ran the listener and got the error")
    @Outcome(expect = FORBIDDEN, desc = "the error was lost or reported twice")
    @State
    public static class OneThrows {
        static final PrimitiveAtom<Integer> Q = Atom.of(0);
        final AtomStore store = AtomStore.create();

        public OneThrows() {
            store.subscribe(P, value -> {
                throw new BothThrow.Thrown();
            });
            store.subscribe(Q, value -> {});
        }

        @Actor
        public void throwing(II_Result r) {
            r.r1 = BothThrow.errors(() -> store.set(P, 1));
        }

        @Actor
        public void quiet(II_Result r) {
            r.r2 = BothThrow.errors(() -> store.set(Q, 1));
        }
    }
}
