package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.PrimitiveAtom;
import io.atoms.Setter;
import io.atoms.WritableAtom;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A primitive atom whose initial value is computed at its first use, once per store.
 *
 * <pre>{@code
 * WritableAtom<List<String>, List<String>> words = LazyAtom.of(Dictionary::load);
 *
 * store.get(words);              // loads
 * store.set(words, List.of());
 * store.reset(words);            // the list that was loaded
 * }</pre>
 *
 * <p><b>Rules.</b> The supplier is not called at definition, and not at all while a written value stands. {@code reset}
 * returns to the value that it gave, without calling it again. What a transaction computed after its first write is
 * forgotten with it if it is rolled back. A snapshot that was opened before the first use computes a value of its own,
 * as any derived atom would be, so a supplier should give equal values.
 *
 * <p><b>Threads.</b> The supplier runs under the writers' lock, so two threads never run it at once for one store. It
 * must not block for long.
 *
 * <p><b>Errors.</b> What the supplier throws is the atom's error until the atom is written, or reset: {@code reset} of an
 * atom that has failed lets the next use call the supplier again.
 */
public final class LazyAtom {

    private LazyAtom() {}

    /**
     * {@return an atom whose initial value the supplier gives}
     *
     * @param <T> the type of the value
     * @param initial gives the initial value
     */
    public static <T extends @Nullable Object> WritableAtom<T, T> of(Supplier<? extends T> initial) {
        Objects.requireNonNull(initial, "initial");
        PrimitiveAtom<Integer> attempt = Atom.of(0).named("LazyAtom.attempt");
        Atom<T> computed = Atom.<T>derived(get -> {
                    get.get(attempt);
                    return initial.get();
                })
                .named("LazyAtom.initial");
        PrimitiveAtom<@Nullable Written<T>> written =
                Atom.<@Nullable Written<T>>of(Nulls.absent()).named("LazyAtom.written");
        return Atom.<T, T>writable(
                        get -> {
                            Written<T> box = get.get(written);
                            return box == null ? get.get(computed) : box.value();
                        },
                        (set, value) -> set.set(written, new Written<>(value)))
                .onReset(set -> {
                    if (set.get(written) != null) {
                        set.reset(written);
                    } else if (fails(set, computed)) {
                        set.update(attempt, n -> n + 1);
                    }
                });
    }

    private static boolean fails(Setter set, Atom<?> computed) {
        try {
            set.get(computed);
            return false;
        } catch (Throwable error) {
            return true;
        }
    }
}
