package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What a run reads late is a dependency, from the moment of the read on: a write that races with it is not missed
 * (R23).
 *
 * <p>The write comes before the read or after it; in either case the last value is the one that was written, so there
 * is one outcome.
 */
public final class AsyncLateReadTest {

    private AsyncLateReadTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final Atom<Integer> D = Atom.map(P, n -> n + 10);

    private static String text(AtomStore store, AsyncAtom<Integer> atom) {
        return store.get(atom).fold(previous -> "loading", String::valueOf, (error, previous) -> error.toString());
    }

    /** Of a primitive atom, by an observed async atom. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the newest value")
    @Outcome(expect = FORBIDDEN, desc = "the write was missed, or stuck")
    @State
    public static class OfPrimitive {
        final Sinks.One<Integer> sink = Sinks.one();
        final AsyncAtom<Integer> atom = Atom.async(get -> sink.asMono().map(n -> get.get(P)));
        final AtomStore store = AtomStore.create();
        volatile Integer told = -1;

        public OfPrimitive() {
            store.subscribe(atom, value -> told = value.orElse(told));
        }

        @Actor
        public void reader() {
            sink.tryEmitValue(1);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            AsyncSettling.await(() -> text(store, atom).equals("1") && told == 1);
            r.r1 = text(store, atom);
            r.r2 = told;
        }
    }

    /** Of a derived atom that nobody has read before. */
    @JCStressTest
    @Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "the newest value")
    @Outcome(expect = FORBIDDEN, desc = "the write was missed, or stuck")
    @State
    public static class OfDerived {
        final Sinks.One<Integer> sink = Sinks.one();
        final AsyncAtom<Integer> atom = Atom.async(get -> sink.asMono().map(n -> get.get(D)));
        final AtomStore store = AtomStore.create();
        volatile Integer told = -1;

        public OfDerived() {
            store.subscribe(atom, value -> told = value.orElse(told));
        }

        @Actor
        public void reader() {
            sink.tryEmitValue(1);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            AsyncSettling.await(() -> text(store, atom).equals("11") && told == 11);
            r.r1 = text(store, atom);
            r.r2 = told;
        }
    }

    /** By an async atom that is only read. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the newest value")
    @Outcome(expect = FORBIDDEN, desc = "the write was missed, or stuck")
    @State
    public static class Unobserved {
        final Sinks.One<Integer> sink = Sinks.one();
        final AsyncAtom<Integer> atom = Atom.async(get -> sink.asMono().map(n -> get.get(P)));
        final AtomStore store = AtomStore.create();

        public Unobserved() {
            store.get(atom);
        }

        @Actor
        public void reader() {
            sink.tryEmitValue(1);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            AsyncSettling.await(() -> text(store, atom).equals("1"));
            r.r1 = text(store, atom);
        }
    }

    /** A late await. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the newest value")
    @Outcome(expect = FORBIDDEN, desc = "the write was missed, or stuck")
    @State
    public static class Await {
        final Sinks.One<Integer> sink = Sinks.one();
        final AsyncAtom<Integer> below = Atom.async(get -> Mono.just(get.get(P)));
        final AsyncAtom<Integer> atom = Atom.async(get -> sink.asMono().flatMap(n -> get.await(below)));
        final AtomStore store = AtomStore.create();
        volatile Integer told = -1;

        public Await() {
            store.subscribe(atom, value -> told = value.orElse(told));
        }

        @Actor
        public void reader() {
            sink.tryEmitValue(1);
        }

        @Actor
        public void writer() {
            store.set(P, 1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            AsyncSettling.await(() -> text(store, atom).equals("1") && told == 1);
            r.r1 = text(store, atom);
            r.r2 = told;
        }
    }
}
