package io.atoms;

import io.atoms.graph.View;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** A snapshot, and its closing when it is dropped. */
final class ViewSnapshot implements StoreSnapshot {

    private static final Logger LOGGER = System.getLogger("io.atoms");
    private static final Cleaner CLEANER = Cleaner.create();

    final DefaultAtomStore store;
    final View view;
    private final Cleaner.Cleanable cleanable;

    ViewSnapshot(DefaultAtomStore store) {
        this.store = store;
        this.view = store.graph().view();
        this.cleanable = CLEANER.register(this, new Leak(view, store));
    }

    /** Refers to the view and its store, not to the snapshot, so that the snapshot can be collected. */
    private record Leak(View view, AtomStore store) implements Runnable {
        @Override
        public void run() {
            long epoch = view.epoch();
            if (view.close()) {
                LOGGER.log(Level.WARNING, Messages.SNAPSHOT_LEAKED.format(store.name(), epoch));
            }
        }
    }

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        return Values.cast(view.read(AbstractAtom.of(atom)));
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        return get(atom);
    }

    @Override
    public long epoch() {
        return view.epoch();
    }

    @Override
    public void close() {
        view.close();
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "StoreSnapshot[" + store.name() + " at " + epoch() + "]";
    }
}
