package io.atoms.query;

import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** A signal that is cancelled once. */
final class Cancellation implements CancellationSignal {

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Disposable.Composite hooks = Disposables.composite();
    private final Problems problems;
    private final Object of;

    /** @param of whose signal it is, for messages */
    Cancellation(Problems problems, Object of) {
        this.problems = problems;
        this.of = of;
    }

    void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            hooks.dispose();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled.get();
    }

    @Override
    public Disposable onCancel(Runnable hook) {
        Disposable once = Disposables.composite(() -> guarded(hook));
        if (!hooks.add(once)) {
            return Disposables.disposed(); // it was cancelled, and the hook has been called
        }
        return () -> hooks.remove(once);
    }

    private void guarded(Runnable hook) {
        try {
            hook.run();
        } catch (Throwable error) {
            problems.report("cancellation hook of " + of, error);
        }
    }
}
