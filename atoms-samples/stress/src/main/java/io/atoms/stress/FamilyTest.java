package io.atoms.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A family gives the same atom for equal keys, whoever asks (R28). */
public final class FamilyTest {

    private FamilyTest() {}

    /** Two threads ask for a new key. */
    @JCStressTest
    @Outcome(id = "true, 2", expect = ACCEPTABLE, desc = "the same atom")
    @Outcome(expect = FORBIDDEN, desc = "two atoms for one key")
    @State
    public static class SameAtom {
        final AtomFamily<String, PrimitiveAtom<Integer>> family =
                Atom.<String, PrimitiveAtom<Integer>>family(key -> Atom.of(0)).named("family");
        final AtomStore store = AtomStore.create();

        @Nullable
        Object first;

        @Nullable
        Object second;

        @Actor
        public void first() {
            PrimitiveAtom<Integer> atom = family.of("key");
            first = atom;
            store.update(atom, n -> n + 1);
        }

        @Actor
        public void second() {
            PrimitiveAtom<Integer> atom = family.of("key");
            second = atom;
            store.update(atom, n -> n + 1);
        }

        @Arbiter
        public void arbiter(LL_Result r) {
            r.r1 = first == second;
            r.r2 = store.get(family.of("key"));
        }
    }

    /** Removed while somebody asks: the asker has the old or a new atom, and the family is consistent. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the family knows the asker's atom or none")
    @Outcome(expect = FORBIDDEN, desc = "the family knows another atom than it gave last")
    @State
    public static class Removed {
        final AtomFamily<String, PrimitiveAtom<Integer>> family =
                Atom.<String, PrimitiveAtom<Integer>>family(key -> Atom.of(0));

        @Nullable
        Object asked;

        public Removed() {
            family.of("key");
        }

        @Actor
        public void remover() {
            family.remove("key");
        }

        @Actor
        public void asker() {
            asked = family.of("key");
        }

        @Arbiter
        public void arbiter(L_Result r) {
            PrimitiveAtom<Integer> known = family.find("key");
            r.r1 = known == null || known == asked;
        }
    }
}
