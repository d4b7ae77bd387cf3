package io.atoms.query;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** A switch that tells when it is turned. */
final class Toggle {

    private final AtomicBoolean value;
    /** Compared by identity: the same listener twice is called twice. */
    private static final class Registration {
        final Runnable listener;

        Registration(Runnable listener) {
            this.listener = listener;
        }
    }

    private final List<Registration> listeners = new CopyOnWriteArrayList<>();

    Toggle(boolean value) {
        this.value = new AtomicBoolean(value);
    }

    boolean get() {
        return value.get();
    }

    void set(boolean now) {
        if (value.getAndSet(now) != now) {
            listeners.forEach(each -> each.listener.run());
        }
    }

    Disposable onChange(Runnable listener) {
        Registration registration = new Registration(listener);
        listeners.add(registration);
        return Disposables.composite(() -> listeners.remove(registration));
    }
}
