package io.atoms;

/** The setter of transactions, write functions and actions: valid inside one, on its thread. */
final class TransactionContext extends StoreContext {

    TransactionContext(DefaultAtomStore store) {
        super(store);
    }

    @Override
    void check() {
        if (!store.graph().inTransaction()) {
            throw new AtomUsageException(Messages.READER_OUTSIDE_ITS_RUN, store.name());
        }
    }
}
