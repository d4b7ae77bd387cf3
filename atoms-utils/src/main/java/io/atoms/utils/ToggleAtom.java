package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import org.jspecify.annotations.Nullable;

/**
 * An atom that is on or off: writing null to it toggles it, writing a value sets it.
 *
 * <pre>{@code
 * WritableAtom<Boolean, @Nullable Boolean> open = ToggleAtom.of(false);
 *
 * store.set(open, null);  // true
 * store.set(open, null);  // false
 * store.set(open, true);  // true
 * store.reset(open);      // false
 * }</pre>
 *
 * <p><b>Rules.</b> A toggle reads and writes as one step, so those of several threads are all counted. {@code reset}
 * returns to the initial value.
 *
 * <p><b>Threads and errors.</b> As any primitive atom.
 */
public final class ToggleAtom {

    private ToggleAtom() {}

    /** {@return an atom that is off at first} */
    public static WritableAtom<Boolean, @Nullable Boolean> of() {
        return of(false);
    }

    /**
     * {@return an atom with an initial value}
     *
     * @param initial whether it is on at first
     */
    public static WritableAtom<Boolean, @Nullable Boolean> of(boolean initial) {
        PrimitiveAtom<Boolean> on = Atom.of(initial).named("ToggleAtom.on");
        return Atom.<Boolean, @Nullable Boolean>writable(
                        get -> get.get(on), (set, value) -> set.set(on, value == null ? !set.get(on) : value))
                .onReset(set -> set.reset(on));
    }
}
