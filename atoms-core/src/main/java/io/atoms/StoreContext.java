package io.atoms;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A setter that forwards to the store as long as it is valid. */
abstract class StoreContext implements Setter {

    final DefaultAtomStore store;

    StoreContext(DefaultAtomStore store) {
        this.store = store;
    }

    /** Throws if the context is used outside its time. */
    abstract void check();

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        check();
        return store.get(atom);
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        check();
        return store.get(atom);
    }

    @Override
    public <T extends @Nullable Object, A extends @Nullable Object> void set(WritableAtom<T, A> atom, A argument) {
        check();
        store.set(atom, argument);
    }

    @Override
    public <T extends @Nullable Object> void update(WritableAtom<T, T> atom, UnaryOperator<T> function) {
        check();
        store.update(atom, function);
    }

    @Override
    public void reset(WritableAtom<?, ?> atom) {
        check();
        store.reset(atom);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> R run(ActionAtom<A, R> action, A argument) {
        check();
        return store.run(action, argument);
    }

    @Override
    public void refresh(AsyncAtom<?> atom) {
        check();
        store.refresh(atom);
    }

    @Override
    public void afterCommit(Consumer<? super AtomStore> function) {
        check();
        store.afterCommit(function);
    }

    @Override
    public <A extends @Nullable Object, R> Mono<R> run(AsyncActionAtom<A, R> action, A argument) {
        check();
        return store.run(action, argument);
    }
}
