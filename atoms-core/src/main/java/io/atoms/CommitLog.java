package io.atoms;

import io.atoms.inspect.AtomInfo;
import io.atoms.inspect.ChangeSet;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.Recompute;
import io.atoms.inspect.StoreObserver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The observer of a store whose commits are logged: logs, and hands everything on to the observer that users gave. */
final class CommitLog implements StoreObserver {

    private static final Logger LOGGER = System.getLogger("io.atoms.commits");

    private final Supplier<String> store;
    private final StoreObserver next;

    private CommitLog(Supplier<String> store, StoreObserver next) {
        this.store = store;
        this.next = next;
    }

    /** The observer of a new store of this name: the one given, with the log before it if that is on now. */
    static @Nullable StoreObserver before(@Nullable StoreObserver observer, Supplier<String> store) {
        return LOGGER.isLoggable(Level.DEBUG)
                ? new CommitLog(store, observer == null ? new StoreObserver() {} : observer)
                : observer;
    }

    @Override
    public void committed(ChangeSet changes) {
        LOGGER.log(Level.DEBUG, () -> store.get() + " " + changes.toText());
        next.committed(changes);
    }

    @Override
    public void created(AtomInfo atom) {
        next.created(atom);
    }

    @Override
    public void recomputed(Recompute recompute) {
        next.recomputed(recompute);
    }

    @Override
    public void cutOff(AtomInfo atom) {
        next.cutOff(atom);
    }

    @Override
    public void observed(AtomInfo atom) {
        next.observed(atom);
    }

    @Override
    public void unobserved(AtomInfo atom) {
        next.unobserved(atom);
    }

    @Override
    public void listenerFailed(ListenerFailure failure) {
        next.listenerFailed(failure);
    }
}
