package io.atoms.graph;

import org.jspecify.annotations.Nullable;

/** A way to read: tracked or not, of the graph as it is or of a view of it. */
public abstract class Reads {

    /** What {@link Host#facade} made of this; the reader that user code is given. */
    public final Object facade;

    Reads(Host host) {
        this.facade = host.facade(this);
    }

    /** Returns the value; throws the error of a failed node. */
    public abstract @Nullable Object read(Definition definition, boolean tracked);

    /** The value that the definition had before its function ran, for one with a lifecycle; null if it had none. */
    public @Nullable Object present() {
        return null;
    }
}
