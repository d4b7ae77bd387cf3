package io.atoms.query;

import reactor.core.Disposable;

/**
 * An optimistic change of a query's data: a layer over what the server gave last, made by {@link
 * QueryClient#patchQueryData}. New data of the server replaces what is below; the layer is applied to it anew. Several
 * layers are applied in the order of their making, and end in any order.
 *
 * <p><b>Rules.</b> The first of {@link #commit} and {@link #undo} counts; {@link #dispose} is {@code undo}.
 *
 * <p><b>Threads.</b> Any.
 */
public interface Patch extends Disposable {

    /** The server has taken the change: it becomes part of the data below, until the server says otherwise. */
    void commit();

    /** The server has not taken it: this change disappears, those above it stay. */
    void undo();

    @Override
    default void dispose() {
        undo();
    }
}
