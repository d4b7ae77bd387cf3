package io.atoms;

import org.jspecify.annotations.Nullable;

/** A writable atom bound to a store. */
final class StoreWritableHandle<T extends @Nullable Object, A extends @Nullable Object> extends StoreHandle<T>
        implements WritableAtomHandle<T, A> {

    private final WritableAtom<T, A> writable;

    StoreWritableHandle(DefaultAtomStore store, WritableAtom<T, A> atom) {
        super(store, AbstractAtom.of(atom));
        this.writable = atom;
    }

    @Override
    public WritableAtom<T, A> atom() {
        return writable;
    }

    @Override
    public void set(A argument) {
        store.set(writable, argument);
    }

    @Override
    public void reset() {
        store.reset(writable);
    }
}
