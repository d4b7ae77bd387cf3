package io.atoms;

import org.jspecify.annotations.Nullable;

/**
 * A writable atom bound to a store.
 *
 * @param <T> the type of the value
 * @param <A> the type of the argument of {@code set}
 */
public interface WritableAtomHandle<T extends @Nullable Object, A extends @Nullable Object> extends AtomHandle<T> {

    @Override
    WritableAtom<T, A> atom();

    /**
     * See {@link Setter#set}.
     *
     * @param argument as for {@link Setter#set}
     */
    void set(A argument);

    /** See {@link Setter#reset}. */
    void reset();
}
