package io.atoms.testing;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about atoms in a store, for AssertJ. To be imported statically, beside those of AssertJ.
 *
 * <pre>{@code
 * assertThat(store, total).hasValue(60).isObserved();
 * assertThat(store, user).isReadyWith("Ada");
 * assertThat(store, share).isFailedWith(ArithmeticException.class);
 * }</pre>
 */
public final class AtomAssertions {

    private AtomAssertions() {}

    /**
     * Assertions about an atom of the store.
     *
     * @param <T> the type of the value
     * @param store whose value
     * @param atom what to look at
     * @return the assertions
     */
    public static <T extends @Nullable Object> AtomAssert<T> assertThat(AtomStore store, Atom<T> atom) {
        return new AtomAssert<>(store, atom);
    }

    /**
     * Assertions about the present value of an async atom. Reading it starts its work.
     *
     * @param <T> the type of the loaded value
     * @param store whose value
     * @param atom what to look at
     * @return the assertions
     */
    public static <T> LoadableAssert<T> assertThat(AtomStore store, AsyncAtom<T> atom) {
        return assertThat(store.get(atom)).as("atom '%s'", atom.name());
    }

    /**
     * Assertions about a loadable.
     *
     * @param <T> the type of the loaded value
     * @param loadable what to look at
     * @return the assertions
     */
    public static <T> LoadableAssert<T> assertThat(Loadable<T> loadable) {
        return new LoadableAssert<>(loadable);
    }
}
