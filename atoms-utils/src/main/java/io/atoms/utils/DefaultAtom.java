package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A writable atom whose default is computed from other atoms: it follows its read function until it is written, and
 * again after {@code reset}.
 *
 * <pre>{@code
 * PrimitiveAtom<String> user = Atom.of("ada");
 * WritableAtom<String, String> display = DefaultAtom.of(get -> get.get(user).toUpperCase(Locale.ROOT));
 *
 * store.get(display);              // ADA
 * store.set(display, "Countess");  // no longer follows user
 * store.reset(display);            // follows it again
 * }</pre>
 *
 * <p><b>Rules.</b> What is written stays, even if it equals the default of that moment. The read function does not run,
 * and is no dependency, while a written value stands. Writing and resetting are ordinary writes: they join transactions
 * and are rolled back with them.
 *
 * <p><b>Threads.</b> As any atom.
 *
 * <p><b>Errors.</b> What the read function throws is the atom's error until a dependency changes or it is written.
 */
public final class DefaultAtom {

    private DefaultAtom() {}

    /**
     * {@return an atom that follows the function until it is written}
     *
     * @param <T> the type of the value
     * @param read computes the default; pure
     */
    public static <T extends @Nullable Object> WritableAtom<T, T> of(Function<? super Getter, ? extends T> read) {
        Objects.requireNonNull(read, "read");
        PrimitiveAtom<@Nullable Written<T>> written =
                Atom.<@Nullable Written<T>>of(Nulls.absent()).named("DefaultAtom.written");
        return Atom.<T, T>writable(
                        get -> {
                            Written<T> box = get.get(written);
                            return box == null ? read.apply(get) : box.value();
                        },
                        (set, value) -> set.set(written, new Written<>(value)))
                .onReset(set -> set.reset(written));
    }
}
