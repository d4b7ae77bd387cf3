package io.atoms;

import io.atoms.graph.Watcher;
import org.jspecify.annotations.Nullable;

/** A subscription with a listener. */
final class WatchSubscription implements AtomSubscription {

    private final Watcher watcher;

    private WatchSubscription(Watcher watcher) {
        this.watcher = watcher;
    }

    static <T extends @Nullable Object> AtomSubscription to(
            DefaultAtomStore store, Atom<T> atom, AtomListener<? super T> listener) {
        return new WatchSubscription(store.graph().watch(AbstractAtom.of(atom), new ListenerCallback<>(listener)));
    }

    @Override
    public void dispose() {
        watcher.dispose();
    }

    @Override
    public boolean isDisposed() {
        return watcher.isDisposed();
    }

    private record ListenerCallback<T extends @Nullable Object>(AtomListener<? super T> listener)
            implements Watcher.Callback {
        @Override
        public void changed(@Nullable Object previous, @Nullable Object current) {
            listener.changed(Values.<T>cast(previous), Values.<T>cast(current));
        }

        @Override
        public void failed(Throwable error) {
            listener.failed(error);
        }

        @Override
        public void closed() {}
    }
}
