package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.PrimitiveAtom;
import io.atoms.StoreClosedException;
import io.atoms.StoreSnapshot;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Everything that races with {@code close} either works or throws {@link StoreClosedException}; nothing hangs, and the
 * store is closed in the end, with every effect cleaned up (R27).
 */
public final class CloseTest {

    private CloseTest() {}

    static final PrimitiveAtom<Integer> P = Atom.of(0);
    static final Atom<Integer> D = Atom.derived(get -> get.get(P));

    /** The store, and what is to be found in the end. */
    @State
    public static class Closing {
        final AtomStore store = AtomStore.create();
        final AtomHandle<Integer> handle = store.handle(P);
        final AtomicInteger runs = new AtomicInteger();
        final AtomSubscription subscription = store.subscribe(P, value -> {});

        public Closing() {
            store.effect(ctx -> {
                runs.incrementAndGet();
                ctx.get(P);
                ctx.onCleanup(runs::decrementAndGet);
            });
        }

        /** What the operation did. */
        static String outcome(IntSupplier operation) {
            try {
                return operation.getAsInt() == 0 ? "worked" : "wrong";
            } catch (StoreClosedException closed) {
                return "closed";
            } catch (Throwable other) {
                return other.toString();
            }
        }

        void end(LLL_Result r) {
            r.r2 = store.isClosed() && outcome(() -> store.get(P)).equals("closed");
            r.r3 = runs.get();
        }
    }

    /** Closing races with a read. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Get extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            return store.get(P);
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with a read by handle. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class GetByHandle extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            return handle.get();
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with the first read of a derived atom. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class GetDerived extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            return store.get(D);
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with a write. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Set extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            store.set(P, 1);
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with an update. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Update extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            store.update(P, n -> n + 1);
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with a transaction. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Transaction extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            return store.transactionResult(tx -> {
                tx.set(P, 1);
                return tx.get(D) - 1;
            });
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with subscribing. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Subscribe extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            store.subscribe(D, value -> {});
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with making an effect. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Effect extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            store.effect(ctx -> {
                runs.incrementAndGet();
                ctx.get(D);
                ctx.onCleanup(runs::decrementAndGet);
            });
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with opening a snapshot. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Snapshot extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            try (StoreSnapshot snapshot = store.snapshot()) {
                return snapshot.get(D);
            }
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with disposing a subscription. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Dispose extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            subscription.dispose();
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with inspecting. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Inspect extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            store.inspect();
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with closing. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "worked; closed and cleaned up in the end")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "refused; closed and cleaned up in the end")
    @Outcome(expect = FORBIDDEN, desc = "another error, not closed, or a run that was not cleaned up")
    @State
    public static class Close extends Closing {

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user(LLL_Result r) {
            r.r1 = outcome(this::use);
        }

        int use() {
            store.close();
            return 0;
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            end(r);
        }
    }

    /** Closing races with subscribing to a flux: it emits and completes, or fails; it never stays open. */
    @JCStressTest
    @Outcome(id = "worked, true, 0", expect = ACCEPTABLE, desc = "completed")
    @Outcome(id = "closed, true, 0", expect = ACCEPTABLE, desc = "failed with StoreClosedException")
    @Outcome(expect = FORBIDDEN, desc = "neither completed nor failed, or with another error")
    @State
    public static class FluxSubscribe extends Closing {
        volatile String end = "open";

        @Actor
        public void closer() {
            store.close();
        }

        @Actor
        public void user() {
            store.flux(P)
                    .subscribe(
                            value -> {},
                            error -> end = error instanceof StoreClosedException ? "closed" : error.toString(),
                            () -> end = "worked");
        }

        @Arbiter
        public void arbiter(LLL_Result r) {
            r.r1 = end;
            end(r);
        }
    }
}
