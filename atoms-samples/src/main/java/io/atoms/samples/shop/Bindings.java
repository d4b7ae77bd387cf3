package io.atoms.samples.shop;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.WritableAtom;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Ties components to atoms, until it is disposed: shows the newest value of atoms on the event thread, and writes what
 * the user does.
 *
 * <p><b>Threads.</b> To be used on the event thread only. When {@link #dispose} returns, nothing is shown any more, not
 * even what was on its way.
 *
 * <p><b>Errors.</b> Those of atoms and of components go to the event thread's {@link Thread.UncaughtExceptionHandler}.
 */
final class Bindings implements Disposable {

    private final AtomStore store;
    private final Scheduler events;
    private final Disposable.Composite all = Disposables.composite();

    /** Whether a component is being changed because an atom did, and not by the user. */
    private boolean showing;

    Bindings(AtomStore store, Scheduler events) {
        this.store = store;
        this.events = events;
    }

    /** Shows the value now and whenever it is another one. Dispose the result to end that earlier than all else. */
    <T> Disposable show(Atom<T> atom, Consumer<? super T> view) {
        Disposable shown = store.flux(atom, events).subscribe(value -> show(value, view), Bindings::fail);
        all.add(shown);
        return () -> {
            all.remove(shown);
            shown.dispose();
        };
    }

    private <T> void show(T value, Consumer<? super T> view) {
        showing = true;
        try {
            view.accept(value);
        } finally {
            showing = false;
        }
    }

    /** An atom that fails, or a component that can't show its value, is not shown any more; all else goes on. */
    private static void fail(Throwable error) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    }

    /** Writes what the user did. Components fire the same events when an atom changes them; those write nothing. */
    <A> void write(WritableAtom<?, A> atom, A argument) {
        if (!showing) {
            store.set(atom, argument);
        }
    }

    /** For what is more than a write. */
    AtomStore store() {
        return store;
    }

    @Override
    public void dispose() {
        all.dispose();
    }

    @Override
    public boolean isDisposed() {
        return all.isDisposed();
    }
}
