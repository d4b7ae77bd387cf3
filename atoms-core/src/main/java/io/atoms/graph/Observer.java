package io.atoms.graph;

/** A root of observation, a watcher or an effect, as {@link Registry} keeps it. */
interface Observer {

    boolean isDisposed();

    int place();

    void place(int place);
}
