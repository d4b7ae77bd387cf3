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
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;

/** A flux that is subscribed while commits go by ends with the newest value and never goes back (R20). */
public final class FluxTest {

    private FluxTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final Atom<Integer> D = Atom.derived(get -> get.get(P));

    /** What was emitted. */
    static final class Seen {
        volatile int last = -1;
        volatile boolean back;

        void accept(int value) {
            back |= value <= last;
            last = value;
        }
    }

    /** Of a primitive atom. */
    @JCStressTest
    @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "the newest value last")
    @Outcome(expect = FORBIDDEN, desc = "the newest value was lost, or back in time, or twice")
    @State
    public static class OfPrimitive {
        final AtomStore store = AtomStore.create();
        final Seen seen = new Seen();

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void subscriber() {
            store.flux(P).subscribe(seen::accept);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            r.r1 = seen.last;
            r.r2 = seen.back;
        }
    }

    /** Of a derived atom, and two commits. */
    @JCStressTest
    @Outcome(id = "2, false", expect = ACCEPTABLE, desc = "the newest value last")
    @Outcome(expect = FORBIDDEN, desc = "the newest value was lost, or back in time, or twice")
    @State
    public static class OfDerived {
        final AtomStore store = AtomStore.create();
        final Seen seen = new Seen();

        @Actor
        public void writer() {
            store.set(P, 1);
            store.set(P, 2);
        }

        @Actor
        public void subscriber() {
            store.flux(D).subscribe(seen::accept);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            r.r1 = seen.last;
            r.r2 = seen.back;
        }
    }

    /** The subscriber requests one by one while commits go by. */
    @JCStressTest
    @Outcome(
            id = {"2, false"},
            expect = ACCEPTABLE,
            desc = "the newest value last")
    @Outcome(expect = FORBIDDEN, desc = "the newest value was lost, or back in time, or twice")
    @State
    public static class RequestedOneByOne {
        final AtomStore store = AtomStore.create();
        final Seen seen = new Seen();
        final BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(Integer value) {
                seen.accept(value);
            }
        };

        public RequestedOneByOne() {
            store.flux(P).subscribe(subscriber);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
            store.set(P, 2);
        }

        @Actor
        public void requester() {
            subscriber.request(1);
            subscriber.request(1);
            subscriber.request(1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            r.r1 = seen.last;
            r.r2 = seen.back;
        }
    }

    /** Cancelled while a commit goes by: the next commit is not emitted. */
    @JCStressTest
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "nothing after cancel had returned")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "emitted after cancel had returned")
    @State
    public static class Cancelled {
        final AtomStore store = AtomStore.create();
        final Seen seen = new Seen();
        final Disposable subscription = store.flux(P).subscribe(seen::accept);

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void canceller() {
            subscription.dispose();
        }

        @Arbiter
        public void arbiter(I_Result r) {
            store.set(P, 2);
            r.r1 = seen.last;
        }
    }
}
