package io.atoms;

/** The setter of async actions: valid on any thread, as long as the store is open. */
final class AsyncActionContext extends StoreContext {

    AsyncActionContext(DefaultAtomStore store) {
        super(store);
    }

    @Override
    void check() {}
}
