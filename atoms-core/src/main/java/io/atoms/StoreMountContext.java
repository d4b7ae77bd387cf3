package io.atoms;

import org.jspecify.annotations.Nullable;

/** What a mount function is given; valid as long as the store is open. */
final class StoreMountContext<T extends @Nullable Object> extends StoreContext implements MountContext<T> {

    private final AbstractAtom<T> atom;

    StoreMountContext(DefaultAtomStore store, AbstractAtom<T> atom) {
        super(store);
        this.atom = atom;
    }

    @Override
    void check() {}

    @Override
    public AtomStore store() {
        return store;
    }

    @Override
    public Atom<T> atom() {
        return atom;
    }

    @Override
    @SuppressWarnings("unchecked") // documented: the argument type must be the value type
    public void setSelf(T value) {
        if (!(atom instanceof WritableAtom<?, ?>)) {
            throw new AtomUsageException(Messages.NOT_SELF_WRITABLE, atom.name());
        }
        store.set((WritableAtom<T, T>) (Atom<T>) atom, value);
    }
}
