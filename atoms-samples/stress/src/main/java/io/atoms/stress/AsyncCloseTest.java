package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.StoreClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import reactor.core.publisher.Sinks;

/**
 * The store is closed while a result arrives, or while work begins: nothing runs on, nobody waits for ever, and nobody
 * who signals a result is told an error (R27).
 */
public final class AsyncCloseTest {

    private AsyncCloseTest() {}

    /** An atom that waits for a sink. */
    @State
    public static class Closing {
        final Sinks.One<Integer> sink = Sinks.one();
        final AsyncAtom<Integer> atom = Atom.async(get -> sink.asMono());
        final AtomStore store = AtomStore.create();
        volatile String told = "nothing";
        volatile String thrown = "nothing";

        void wait(AsyncAtom<Integer> awaited) {
            store.mono(awaited)
                    .subscribe(
                            value -> told = String.valueOf(value),
                            error -> told = error instanceof StoreClosedException ? "closed" : error.toString());
        }

        /** For a sink that emits nothing: whether work runs on shows in its subscribers. */
        void end(LLL_Result r) {
            AsyncSettling.await(() -> !told.equals("nothing") && sink.currentSubscriberCount() == 0);
            r.r1 = told;
            r.r2 = thrown;
            r.r3 = sink.currentSubscriberCount();
        }
    }

    /** The result arrives. */
    @JCStressTest
    @Outcome(id = "1, nothing", expect = ACCEPTABLE, desc = "the result came first")
    @Outcome(id = "closed, nothing", expect = ACCEPTABLE, desc = "the store was closed first")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for ever, or an error escaped")
    @State
    public static class Result extends Closing {

        public Result() {
            wait(atom);
        }

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void result() {
            try {
                sink.tryEmitValue(1);
            } catch (Throwable error) {
                thrown = error.toString();
            }
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            AsyncSettling.await(() -> !told.equals("nothing"));
            r.r1 = told;
            r.r2 = thrown;
        }
    }

    /** The work begins. */
    @JCStressTest
    @Outcome(
            id = "closed, nothing, 0",
            expect = ACCEPTABLE,
            desc = "told that the store is closed, before or after it began")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for ever, an error escaped, or work runs on")
    @State
    public static class Begin extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void needer() {
            try {
                wait(atom);
            } catch (Throwable error) {
                thrown = error.toString();
            }
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** A late await begins the work of another atom. */
    @JCStressTest
    @Outcome(
            id = "closed, nothing, 0",
            expect = ACCEPTABLE,
            desc = "told that the store is closed, before or after it began")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for ever, an error escaped, or work runs on")
    @State
    public static class LateAwait extends Closing {
        final Sinks.One<Integer> gate = Sinks.one();
        final AsyncAtom<Integer> awaiting = Atom.async(get -> gate.asMono().flatMap(n -> get.await(atom)));

        public LateAwait() {
            wait(awaiting);
        }

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void opener() {
            try {
                gate.tryEmitValue(1);
            } catch (Throwable error) {
                thrown = error.toString();
            }
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }
}
