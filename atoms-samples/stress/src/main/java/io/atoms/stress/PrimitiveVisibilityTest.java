package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomHandle;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtomHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A value that one thread sets and another gets arrives whole, at most once, and stays (T2, R3). */
public final class PrimitiveVisibilityTest {

    private PrimitiveVisibilityTest() {}

    /** Not immutable, so only the store's publication makes its fields visible. */
    static final class Payload {
        int a = 1;
        int b = 1;
        int c = 1;
        int d = 1;

        int sum() {
            return a + b + c + d;
        }
    }

    /** The first write of an atom, which also makes its node; the fields of the value are plain. */
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "the reader came first")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "the value, with all its fields")
    @Outcome(expect = FORBIDDEN, desc = "a value whose fields are missing")
    @State
    public static class FirstWrite {
        static final PrimitiveAtom<@Nullable Payload> ATOM = Atom.of(null);
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            store.set(ATOM, new Payload());
        }

        @Actor
        public void reader(I_Result r) {
            Payload payload = store.get(ATOM);
            r.r1 = payload == null ? -1 : payload.sum();
        }
    }

    /** The second write, read through a handle. */
    @JCStressTest
    @Outcome(id = "8", expect = ACCEPTABLE, desc = "the older value")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "the value, with all its fields")
    @Outcome(expect = FORBIDDEN, desc = "a value whose fields are missing")
    @State
    public static class SecondWriteByHandle {
        static final PrimitiveAtom<Payload> ATOM = Atom.of(new Payload());
        final AtomStore store = AtomStore.create();
        final WritableAtomHandle<Payload, Payload> handle = store.handle(ATOM);

        public SecondWriteByHandle() {
            Payload old = new Payload();
            old.a = 5;
            store.set(ATOM, old);
        }

        @Actor
        public void writer() {
            handle.set(new Payload());
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = handle.get().sum();
        }
    }

    /** A value computed from a payload, whose fields are plain too. */
    @JCStressTest
    @Outcome(id = "8", expect = ACCEPTABLE, desc = "the older value")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "the value, with all its fields")
    @Outcome(expect = FORBIDDEN, desc = "a value whose fields are missing")
    @State
    public static class DerivedPayload {
        static final PrimitiveAtom<Integer> ATOM = Atom.of(5);
        static final Atom<Payload> DERIVED = Atom.map(ATOM, a -> {
            Payload payload = new Payload();
            payload.a = a;
            return payload;
        });
        final AtomStore store = AtomStore.create();

        public DerivedPayload() {
            store.subscribe(DERIVED, value -> {});
        }

        @Actor
        public void writer() {
            store.set(ATOM, 1);
        }

        @Actor
        public void reader(I_Result r) {
            r.r1 = store.get(DERIVED).sum();
        }
    }

    /** Two reads by one thread never go back (R3). */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time")
    @State
    public static class NeverBack {
        static final PrimitiveAtom<Integer> ATOM = Atom.of(0);
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            store.set(ATOM, 1);
            store.set(ATOM, 2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(ATOM);
            r.r2 = store.get(ATOM);
        }
    }

    /** Reads by handle and by store are one sequence. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "0, 0, 1", "0, 1, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time")
    @State
    public static class HandleAndStore {
        static final PrimitiveAtom<Integer> ATOM = Atom.of(0);
        final AtomStore store = AtomStore.create();
        final AtomHandle<Integer> handle = store.handle(ATOM);

        @Actor
        public void writer() {
            store.set(ATOM, 1);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = handle.get();
            r.r2 = store.get(ATOM);
            r.r3 = handle.get();
        }
    }

    /** A handle that is made while the first write makes the node. */
    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "0, 0, 1", "0, 1, 1", "1, 1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(expect = FORBIDDEN, desc = "back in time, or an error")
    @State
    public static class HandleMadeMeanwhile {
        static final PrimitiveAtom<Integer> ATOM = Atom.of(0);
        final AtomStore store = AtomStore.create();

        @Actor
        public void writer() {
            store.set(ATOM, 1);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = store.get(ATOM);
            AtomHandle<Integer> handle = store.handle(ATOM);
            r.r2 = handle.get();
            r.r3 = handle.get();
        }
    }

    /** A table of nodes that grows while it is read hides no node: the last is written after the first. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "forward in time")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "the later write is there and the earlier one is not")
    @Outcome(expect = FORBIDDEN, desc = "a value never written")
    @State
    public static class GrowingTable {
        static final List<PrimitiveAtom<Integer>> ATOMS = makeAtoms();
        final AtomStore store = AtomStore.create();

        static List<PrimitiveAtom<Integer>> makeAtoms() {
            List<PrimitiveAtom<Integer>> atoms = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                atoms.add(Atom.of(0));
            }
            return atoms;
        }

        @Actor
        public void writer() {
            for (PrimitiveAtom<Integer> atom : ATOMS) {
                store.set(atom, 1);
            }
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = store.get(ATOMS.get(23));
            r.r2 = store.get(ATOMS.get(0));
        }
    }
}
