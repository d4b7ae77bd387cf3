package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.EffectContext;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreSnapshot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import reactor.core.publisher.Sinks;

/**
 * A write that supersedes a run races with its result, its start or another write: the newest run has the last word, an
 * old result is never seen beside the new dependency, and a run that was superseded is unsubscribed (R21, R3).
 *
 * <p>That a run is unsubscribed is asked only where its sink emits nothing: one that has emitted has no subscribers
 * anyway.
 */
public final class AsyncCancelTest {

    private AsyncCancelTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);

    /** The run for a value p of P gives 10 + p, when its sink emits 1. */
    @State
    public static class Superseding {
        @SuppressWarnings("unchecked")
        final Sinks.One<Integer>[] sinks = new Sinks.One[] {Sinks.one(), Sinks.one(), Sinks.one()};

        final AsyncAtom<Integer> atom = Atom.async(get -> {
            int run = get.get(P);
            return sinks[run].asMono().map(n -> n * 10 + run);
        });

        final AtomStore store = AtomStore.create();
        volatile boolean stale;

        void watch(EffectContext context, AsyncAtom<Integer> watched) {
            check(context.get(P), context.get(watched));
        }

        /** Notes the result of an old run beside the new dependency. Never takes a note back: threads share it. */
        void check(int dependency, Loadable<Integer> value) {
            if (value.orElse(10 + dependency) != 10 + dependency) {
                stale = true;
            }
        }

        void end(LL_Result r, AsyncAtom<Integer> ended) {
            AsyncSettling.await(() -> !store.get(ended).isLoading());
            r.r1 = text(store.get(ended));
            r.r2 = stale;
        }

        static String text(Loadable<Integer> value) {
            return value.fold(previous -> "loading", String::valueOf, (error, previous) -> error.toString());
        }
    }

    /** Observed, so the write begins the new run, whose result comes later. */
    @JCStressTest
    @Outcome(id = "11, false", expect = ACCEPTABLE, desc = "whichever came first, the newest run has the last word")
    @Outcome(expect = FORBIDDEN, desc = "the old result, a stale pair, or stuck")
    @State
    public static class Observed extends Superseding {

        public Observed() {
            store.effect(context -> watch(context, atom));
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void result() {
            sinks[0].tryEmitValue(1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            sinks[1].tryEmitValue(1);
            end(r, atom);
        }
    }

    /** Both results race with the write; the new one may be there before its run begins, or come while it does. */
    @JCStressTest
    @Outcome(id = "11, false", expect = ACCEPTABLE, desc = "whichever came first, the newest run has the last word")
    @Outcome(expect = FORBIDDEN, desc = "the old result, a stale pair, or stuck")
    @State
    public static class BothResults extends Superseding {

        public BothResults() {
            store.effect(context -> watch(context, atom));
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void results() {
            sinks[0].tryEmitValue(1);
            sinks[1].tryEmitValue(1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            end(r, atom);
        }
    }

    /** Nobody observes: the writer reads after the write, the other thread reads both in a snapshot after the result. */
    @JCStressTest
    @Outcome(id = "11, false", expect = ACCEPTABLE, desc = "whichever came first, the newest run has the last word")
    @Outcome(expect = FORBIDDEN, desc = "the old result, a stale pair, or stuck")
    @State
    public static class Unobserved extends Superseding {

        public Unobserved() {
            store.get(atom);
            sinks[1].tryEmitValue(1);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
            check(1, store.get(atom));
        }

        @Actor
        public void resultAndReader() {
            sinks[0].tryEmitValue(1);
            try (StoreSnapshot snapshot = store.snapshot()) {
                check(snapshot.get(P), snapshot.get(atom));
            }
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            end(r, atom);
        }
    }

    /** An awaiting atom: a write supersedes both runs, while the awaited result arrives. */
    @JCStressTest
    @Outcome(id = "11, false", expect = ACCEPTABLE, desc = "whichever came first, the newest run has the last word")
    @Outcome(expect = FORBIDDEN, desc = "the old result, a failure, a stale pair, or stuck")
    @State
    public static class Awaiting extends Superseding {
        final AsyncAtom<Integer> awaiting = Atom.async(get -> get.await(atom));

        public Awaiting() {
            store.effect(context -> watch(context, awaiting));
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Actor
        public void result() {
            sinks[0].tryEmitValue(1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            sinks[1].tryEmitValue(1);
            end(r, awaiting);
        }
    }

    /** The run is superseded while it starts, so while its Publisher is being subscribed. */
    @JCStressTest
    @Outcome(
            id = "11, false, 0",
            expect = ACCEPTABLE,
            desc = "the newest run's result; the old one never ran, or no more")
    @Outcome(expect = FORBIDDEN, desc = "the old run is still subscribed, a stale pair, or stuck")
    @State
    public static class Starting extends Superseding {

        @Actor
        public void observer() {
            store.effect(context -> watch(context, atom));
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            AsyncSettling.await(() -> sinks[0].currentSubscriberCount() == 0 && sinks[1].currentSubscriberCount() == 1);
            int old = sinks[0].currentSubscriberCount();
            sinks[1].tryEmitValue(1);
            AsyncSettling.await(() -> !store.get(atom).isLoading());
            r.r1 = text(store.get(atom));
            r.r2 = stale;
            r.r3 = old;
        }
    }

    /** Two writes: the first run is superseded by both, and one of theirs by the other. */
    @JCStressTest
    @Outcome(id = "11, false, 0", expect = ACCEPTABLE, desc = "the write of 1 was the last; the other runs ended")
    @Outcome(id = "12, false, 0", expect = ACCEPTABLE, desc = "the write of 2 was the last; the other runs ended")
    @Outcome(expect = FORBIDDEN, desc = "an old run is still subscribed, a stale pair, or stuck")
    @State
    public static class TwoWrites extends Superseding {

        public TwoWrites() {
            store.effect(context -> watch(context, atom));
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
            int last = store.get(P);
            AsyncSettling.await(() -> others(last) == 0 && sinks[last].currentSubscriberCount() == 1);
            int old = others(last);
            sinks[last].tryEmitValue(1);
            AsyncSettling.await(() -> !store.get(atom).isLoading());
            check(last, store.get(atom));
            r.r1 = text(store.get(atom));
            r.r2 = stale;
            r.r3 = old;
        }

        private int others(int last) {
            return sinks[0].currentSubscriberCount() + sinks[3 - last].currentSubscriberCount();
        }
    }

    /** A refresh supersedes the run while its result arrives. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "whichever came first, the run of the refresh has the last word")
    @Outcome(expect = FORBIDDEN, desc = "the old result, one run too many, or stuck")
    @State
    public static class Refresh {
        @SuppressWarnings("unchecked")
        final Sinks.One<Integer>[] sinks = new Sinks.One[] {Sinks.one(), Sinks.one()};

        /** Plain: read functions run one at a time. */
        int runs;

        final AsyncAtom<Integer> atom = Atom.async(get -> sinks[runs++].asMono());
        final AtomStore store = AtomStore.create();

        public Refresh() {
            store.subscribe(atom, value -> {});
        }

        @Actor
        public void refresh() {
            store.refresh(atom);
        }

        @Actor
        public void result() {
            sinks[0].tryEmitValue(1);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            sinks[1].tryEmitValue(2);
            AsyncSettling.await(() -> !store.get(atom).isLoading());
            r.r1 = Superseding.text(store.get(atom));
        }
    }
}
