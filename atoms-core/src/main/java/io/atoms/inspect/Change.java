package io.atoms.inspect;

import org.jspecify.annotations.Nullable;

/**
 * A primitive atom whose value a commit changed.
 *
 * @param atom the atom
 * @param previous the value before the commit
 * @param current the value after it
 */
public record Change(
        AtomInfo atom, @Nullable Object previous, @Nullable Object current) {

    /** As in {@code amount 2 -> 3}. */
    String toText() {
        return Text.line(atom.name()) + " " + Text.value(previous) + " -> " + Text.value(current);
    }
}
