package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A derived atom that is made to run again by writing nothing to it: {@code store.set(atom, null)}. For values from
 * outside of the store, which can't tell when they change.
 *
 * <pre>{@code
 * WritableAtom<List<String>, @Nullable Void> files = RefreshableAtom.of(get -> list(get.get(folder)));
 *
 * store.get(files);
 * store.set(files, null); // the next need lists the folder again
 * }</pre>
 *
 * <p><b>Rules.</b> The read function runs again at the next need: if the atom is observed, in the commit of the refresh,
 * else at the next read. It also runs when a dependency changes, as always. If it gives an equal value nobody is told.
 * {@code reset} refreshes too. An {@link io.atoms.AsyncAtom} needs none of this: {@link io.atoms.Setter#refresh} does
 * the same for it.
 *
 * <p><b>Threads.</b> The read function runs under the writers' lock, so what it reads outside must be quick; what takes
 * time belongs into an async atom. A snapshot runs it for itself, and may find another value outside than the store did.
 *
 * <p><b>Errors.</b> What the read function throws is the atom's error until it is refreshed or a dependency changes.
 */
public final class RefreshableAtom {

    private RefreshableAtom() {}

    /**
     * {@return an atom that runs the function again whenever null is written to it}
     *
     * @param <T> the type of the value
     * @param read computes the value
     */
    public static <T extends @Nullable Object> WritableAtom<T, @Nullable Void> of(
            Function<? super Getter, ? extends T> read) {
        Objects.requireNonNull(read, "read");
        PrimitiveAtom<Long> refreshes = Atom.of(0L).named("RefreshableAtom.refreshes");
        return Atom.<T, @Nullable Void>writable(
                        get -> {
                            get.get(refreshes);
                            return read.apply(get);
                        },
                        (set, nothing) -> set.update(refreshes, n -> n + 1))
                .onReset(set -> set.update(refreshes, n -> n + 1));
    }
}
