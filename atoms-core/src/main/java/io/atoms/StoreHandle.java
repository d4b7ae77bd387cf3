package io.atoms;

import io.atoms.graph.Graph;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** An atom bound to a store. */
class StoreHandle<T extends @Nullable Object> extends Graph.Slot implements AtomHandle<T> {

    final DefaultAtomStore store;
    private final AbstractAtom<T> atom;
    private final Graph graph;

    StoreHandle(DefaultAtomStore store, AbstractAtom<T> atom) {
        this.store = store;
        this.atom = atom;
        this.graph = store.graph();
        graph.prepare(atom);
    }

    @Override
    public Atom<T> atom() {
        return atom;
    }

    @Override
    public AtomStore store() {
        return store;
    }

    @Override
    public T get() {
        return Values.cast(graph.read(this, atom));
    }

    @Override
    public AtomSubscription subscribe(Consumer<? super T> listener) {
        return store.subscribe(atom, Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public AtomSubscription subscribe(AtomListener<? super T> listener) {
        return store.subscribe(atom, listener);
    }

    @Override
    public Flux<T> flux() {
        return store.flux(atom);
    }

    @Override
    public String toString() {
        return "AtomHandle[" + atom.name() + " in " + store.name() + "]";
    }
}
