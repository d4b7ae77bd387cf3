package io.atoms.samples.snippets;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;

/** The utility that {@code docs/architecture/add-a-utility.md} adds. */
final class AddAUtility {
    private AddAUtility() {}

    // tag::type
    /**
     * A number that stays within bounds: what is written beyond one of them becomes that bound.
     *
     * <pre>{@code
     * WritableAtom<Integer, Integer> volume = ClampedAtom.of(50, 0, 100);
     *
     * store.set(volume, 120); // 100
     * store.reset(volume);    // 50
     * }</pre>
     *
     * <p><b>Rules.</b> {@code reset} returns to the initial value.
     *
     * <p><b>Threads and errors.</b> As any primitive atom.
     */
    public static final class ClampedAtom {

        private ClampedAtom() {}

        /**
         * An atom between two bounds, both included.
         *
         * @throws IllegalArgumentException if the initial value is not within the bounds
         */
        public static WritableAtom<Integer, Integer> of(int initial, int least, int most) {
            if (initial < least || initial > most) {
                throw new IllegalArgumentException("the initial value " + initial + " is not between " + least + " and "
                        + most + "; give one that is");
            }
            PrimitiveAtom<Integer> number = Atom.of(initial).named("ClampedAtom.number");
            return Atom.<Integer, Integer>writable(
                            get -> get.get(number),
                            (set, value) -> set.set(number, Math.max(least, Math.min(most, value))))
                    .onReset(set -> set.reset(number));
        }
    }
    // end::type
}
