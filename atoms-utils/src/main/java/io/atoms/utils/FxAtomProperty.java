package io.atoms.utils;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakListener;
import javafx.beans.property.ReadOnlyObjectPropertyBase;
import javafx.beans.value.ChangeListener;
import org.jspecify.annotations.Nullable;

/**
 * An atom of a store as a read-only property, which observes the atom while somebody listens to the property.
 *
 * @param <T> the type of the value
 */
final class FxAtomProperty<T extends @Nullable Object> extends ReadOnlyObjectPropertyBase<T> {

    /*
     * The base class has the listeners and calls them; the list here only tells whether there are any. Weak listeners that
     * were collected never say so, and the base class drops them unseen, so they are dropped here as well.
     */

    private final AtomStore store;
    private final Atom<T> atom;
    private final Executor executor;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Guarded by itself, because a direct executor may be any thread. */
    private final List<Object> listeners = new ArrayList<>();

    private volatile @Nullable AtomSubscription subscription;

    /** The value of the last change; of use while the atom is observed. */
    private volatile T value = Nulls.absent();

    FxAtomProperty(AtomStore store, Atom<T> atom, Executor executor) {
        this.store = Objects.requireNonNull(store, "store");
        this.atom = Objects.requireNonNull(atom, "atom");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    @Override
    public Object getBean() {
        return store;
    }

    @Override
    public String getName() {
        return atom.name();
    }

    @Override
    public T get() {
        return subscription == null ? store.get(atom) : value;
    }

    @Override
    public void addListener(InvalidationListener listener) {
        added(listener);
        super.addListener(listener);
    }

    @Override
    public void addListener(ChangeListener<? super T> listener) {
        added(listener);
        super.addListener(listener);
    }

    @Override
    public void removeListener(InvalidationListener listener) {
        super.removeListener(listener);
        removed(listener);
    }

    @Override
    public void removeListener(ChangeListener<? super T> listener) {
        super.removeListener(listener);
        removed(listener);
    }

    private void added(Object listener) {
        Objects.requireNonNull(listener, "listener");
        synchronized (listeners) {
            listeners.add(listener);
        }
        if (subscription == null) {
            observe(listener);
        }
    }

    private void observe(Object listener) {
        subscription = store.subscribe(atom, any -> changed());
        try {
            value = store.get(atom); // after the subscription: what comes later is told
        } catch (RuntimeException | Error failed) {
            removed(listener);
            throw failed;
        }
    }

    private void removed(@Nullable Object listener) {
        synchronized (listeners) {
            listeners.remove(listener);
        }
        endUnlessHeard();
    }

    private void endUnlessHeard() {
        boolean heard;
        synchronized (listeners) {
            listeners.removeIf(each -> each instanceof WeakListener weak && weak.wasGarbageCollected());
            heard = !listeners.isEmpty();
        }
        AtomSubscription present = subscription;
        if (!heard && present != null) {
            subscription = null;
            present.dispose();
        }
    }

    private void changed() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::update);
            } catch (RejectedExecutionException e) {
                scheduled.set(false);
                throw e;
            }
        }
    }

    private void update() {
        scheduled.set(false);
        endUnlessHeard();
        if (subscription != null && !store.isClosed()) {
            T newest = store.get(atom);
            if (!Objects.equals(newest, value)) {
                value = newest;
                fireValueChangedEvent();
            }
        }
    }
}
