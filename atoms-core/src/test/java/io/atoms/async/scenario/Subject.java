package io.atoms.async.scenario;

/** What a scenario runs on: the store, or the model. */
interface Subject extends AutoCloseable {

    /** Applies one operation and returns what could be seen from outside. */
    Seen apply(Operation operation);

    @Override
    void close();
}
