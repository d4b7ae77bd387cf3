package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Loadable;
import io.atoms.Unobserved;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The last observer leaves while a result arrives or another observer comes: the atom has the result, or is cancelled
 * and starts anew at the next need; it is never stuck (R24).
 */
public final class AsyncUnobserveTest {

    private AsyncUnobserveTest() {}

    /** The first run waits for the sink, which gives 1; every other run gives 2 at once. */
    @State
    public static class Leaving {
        final Sinks.One<Integer> sink = Sinks.one();

        /** How often the first run was cancelled before it had its result. */
        final AtomicInteger cancels = new AtomicInteger();

        /** Plain: read functions run one at a time. */
        int runs;

        final AsyncAtom<Integer> atom = Atom.<Integer>async(
                        get -> runs++ == 0 ? sink.asMono().doOnCancel(cancels::incrementAndGet) : Mono.just(2))
                .whenUnobserved(Unobserved.cancel());

        final AtomStore store = AtomStore.create();
        final AtomSubscription subscription = store.subscribe(atom, value -> {});

        void end(LL_Result r) {
            AsyncSettling.await(() -> !store.get(atom).isLoading());
            r.r1 = text(store.get(atom));
            r.r2 = cancels.get();
        }

        static String text(Loadable<Integer> value) {
            return value.fold(previous -> "loading", String::valueOf, (error, previous) -> error.toString());
        }
    }

    /** The last observer leaves while the result arrives. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the result came first, so there was nothing to cancel")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "cancelled, and started anew by the read")
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "the result came between the decision and the cancellation")
    @Outcome(expect = FORBIDDEN, desc = "stuck, failed, or cancelled although the result was taken")
    @State
    public static class Leave extends Leaving {

        @Actor
        public void leaver() {
            subscription.dispose();
        }

        @Actor
        public void result() {
            sink.tryEmitValue(1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            end(r);
        }
    }

    /** The last observer leaves while another one comes, and then the result. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the run went on for the new observer")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "cancelled, and started anew for the new observer")
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "the result came between the decision and the cancellation")
    @Outcome(expect = FORBIDDEN, desc = "stuck, failed, or cancelled although the result was taken")
    @State
    public static class LeaveAndCome extends Leaving {

        @Actor
        public void leaver() {
            subscription.dispose();
        }

        @Actor
        public void comer() {
            store.subscribe(atom, value -> {});
            sink.tryEmitValue(1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            end(r);
        }
    }

    /** The last observer leaves while another one comes, and the result has not come: the newcomer is served. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the run went on for the new observer")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "cancelled, and started anew for the new observer")
    @Outcome(expect = FORBIDDEN, desc = "the new observer waits for a cancelled run, or the old run goes on beside it")
    @State
    public static class Handover extends Leaving {
        volatile String told = "nothing";

        @Actor
        public void leaver() {
            subscription.dispose();
        }

        @Actor
        public void comer() {
            store.mono(atom).subscribe(value -> told = String.valueOf(value), error -> told = error.toString());
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            // Waits for a holder of the lock that has been left with the cancellation.
            store.transaction(tx -> {});
            sink.tryEmitValue(1);
            AsyncSettling.await(() -> !told.equals("nothing"));
            r.r1 = told;
            r.r2 = cancels.get();
        }
    }
}
