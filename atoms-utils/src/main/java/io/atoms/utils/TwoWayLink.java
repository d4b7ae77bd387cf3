package io.atoms.utils;

import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.StoreClosedException;
import io.atoms.WritableAtom;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Keeps a writable atom of one store and one property of a foreign holder equal.
 *
 * @param <H> the type of the holder
 * @param <T> the type of the value
 */
final class TwoWayLink<H, T extends @Nullable Object> implements AtomSubscription {

    /*
     * State passes the link, not events. A change on either side raises a flag; whoever works reads the newest value of
     * that side and writes it to the other one. So several changes before the work conflate to the newest, and an echo is
     * found by its value: "known" is what the holder was last seen to hold. A signal of the holder counts only if it holds
     * something else, a change of the atom only if the atom does. After each write the other side is read again: what it
     * made of the value, or kept because it refused, is what both shall have.
     *
     * One thread works at a time, the others leave their flag and a count (the trampoline of Reactor's operators). No lock
     * is held while foreign code runs: it may hold locks of its own, and wait for the writers' lock in another thread.
     *
     * While the holder makes something else of a value, another thread may write the atom. So a correction is written only
     * if the atom still has the value that was corrected; the newer one is a change of its own.
     *
     * Who holds whom: the store's subscription holds the link, the link holds the holder weakly, the holder's listener holds
     * the link weakly. So neither the store nor the holder keeps the other one alive.
     */

    /** How often each side may correct the other before they are said to disagree. */
    private static final int ROUNDS = 10;

    private static final Object NOTHING = new Object();

    private final AtomStore store;
    private final WritableAtom<T, T> atom;
    private final Foreign<H, T> foreign;
    private final WeakReference<H> holder;
    private final Executor executor;

    private final Disposable.Composite atomSide = Disposables.composite();
    private final AtomicReference<@Nullable Consumer<H>> unlisten = new AtomicReference<>();

    /** Whether a task of ours is waiting in the executor. */
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Causes to work that are not done; from the beginning there is one, {@link #begin}. */
    private final AtomicInteger work = new AtomicInteger(1);

    private volatile boolean atomChanged;
    private volatile boolean foreignChanged;
    private volatile boolean disposed;

    /** What the holder was last seen to hold. Owned by whoever works. */
    private @Nullable Object known = NOTHING;

    /** The atom's value at which both were found to disagree: it is no cause to try again. Owned by whoever works. */
    private @Nullable Object disputed = NOTHING;

    /** What went wrong in this round of work. Owned by whoever works. */
    private @Nullable Throwable failure;

    private TwoWayLink(AtomStore store, WritableAtom<T, T> atom, H holder, Foreign<H, T> foreign, Executor executor) {
        this.store = Objects.requireNonNull(store, "store");
        this.atom = Objects.requireNonNull(atom, "atom");
        this.holder = new WeakReference<>(holder);
        this.foreign = foreign;
        this.executor = executor;
    }

    /** Begins after the surrounding commit; foreign code must not run inside of one. */
    static <H, T extends @Nullable Object> AtomSubscription start(
            AtomStore store, WritableAtom<T, T> atom, H holder, Foreign<H, T> foreign, LinkOptions options) {
        TwoWayLink<H, T> link = new TwoWayLink<>(store, atom, holder, foreign, options.executor());
        if (options.foreignFirst()) {
            link.foreignChanged = true;
        } else {
            link.atomChanged = true;
        }
        store.afterCommit(any -> link.start());
        return link;
    }

    private void start() {
        if (!disposed) {
            try {
                atomSide.add(store.subscribe(atom, value -> atomChanged()));
                atomSide.add(
                        store.effect(context -> context.onCleanup(this::dispose))); // the store may be closed first
                executor.execute(this::begin);
            } catch (RuntimeException | Error e) {
                dispose();
                throw e;
            }
        }
    }

    private void begin() {
        H target = holder.get();
        if (target != null && !disposed) {
            try {
                unlisten.set(foreign.listen(target, new Foreign.Signal(this)));
            } catch (RuntimeException | Error e) {
                dispose();
                report(e);
                return;
            }
            if (disposed) {
                stopListening();
            }
        }
        work();
    }

    // ---- signals ----

    private void atomChanged() {
        atomChanged = true;
        if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                scheduled.set(false);
                throw e;
            }
        }
    }

    private void run() {
        scheduled.set(false);
        workSoon();
    }

    /** Tells whether the holder's changes still matter. */
    boolean foreignChanged() {
        if (isDisposed()) {
            return false;
        }
        foreignChanged = true;
        workSoon();
        return true;
    }

    // ---- work ----

    private void workSoon() {
        if (work.getAndIncrement() == 0) {
            work();
        }
    }

    private void work() {
        Throwable failed = null;
        int missed = 1;
        do {
            failure = failed;
            settle();
            failed = failure;
            missed = work.addAndGet(-missed);
        } while (missed != 0);
        if (failed != null) {
            report(failed);
        }
    }

    private void settle() {
        H target = holder.get();
        if (target == null) {
            dispose();
        } else if (!isDisposed()) {
            if (foreignChanged) {
                foreignChanged = false;
                attempt(() -> pull(target));
            }
            if (atomChanged) {
                atomChanged = false;
                attempt(() -> push(target));
            }
        }
    }

    private void pull(H target) throws Exception {
        T value = foreign.read(target);
        if (!Objects.equals(value, known)) {
            known = value;
            atomChanged = true; // what the atom makes of it, or keeps, goes back
            store.set(atom, value);
        }
    }

    private void push(H target) throws Exception {
        if (known == NOTHING) {
            known = foreign.read(target);
        }
        T value = store.get(atom);
        if (Objects.equals(value, disputed)) {
            return;
        }
        disputed = NOTHING;
        for (int round = 0; !Objects.equals(value, known); round++) {
            if (round == ROUNDS) {
                disputed = value;
                throw disagreement(value);
            }
            T given = value;
            attempt(() -> foreign.write(target, given));
            T taken = foreign.read(target);
            known = taken;
            value = Objects.equals(taken, given) ? given : correct(given, taken);
        }
    }

    /** Returns what the atom made of the correction; a newer value is left as it is, and is a change of its own. */
    private T correct(T given, T taken) {
        return store.<T>transactionResult(tx -> {
            if (!Objects.equals(tx.get(atom), given)) {
                return taken;
            }
            tx.set(atom, taken);
            return tx.get(atom);
        });
    }

    // ---- errors ----

    private interface Attempt {
        void run() throws Exception;
    }

    /** What fails on one side must not keep the other one from being set right. */
    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        } catch (Exception e) {
            failed(new IllegalStateException(
                    foreign.name() + ", which is linked to " + atom.name() + ", failed: " + e.getMessage()
                            + ". The atom has the value that the property kept.",
                    e));
        }
    }

    private void failed(Throwable error) {
        Throwable first = failure;
        if (first == null) {
            failure = error;
        } else if (first != error) {
            first.addSuppressed(error);
        }
    }

    private IllegalStateException disagreement(T value) {
        return new IllegalStateException(
                foreign.name() + " and " + atom.name() + ", which are linked, never agree: each"
                        + " makes another value of what the other one holds, now " + known + " and " + value
                        + ". Let one of them take what the other one makes.");
    }

    /** As an error of a listener: the store's handler is told, else whoever made the work necessary. */
    private void report(Throwable error) {
        try {
            store.afterCommit(any -> rethrow(error));
        } catch (StoreClosedException closed) {
            rethrow(error);
        }
    }

    private static void rethrow(Throwable error) {
        if (error instanceof Error fatal) {
            throw fatal;
        }
        throw (RuntimeException) error;
    }

    // ---- end ----

    @Override
    public void dispose() {
        disposed = true;
        atomSide.dispose();
        if (unlisten.get() != null) {
            try {
                executor.execute(this::stopListening);
            } catch (RejectedExecutionException e) {
                // The holder's thread has ended. If it is signalled once more, the listener leaves by itself.
                unlisten.set(null);
            }
        }
    }

    private void stopListening() {
        Consumer<H> stop = unlisten.getAndSet(null);
        H target = holder.get();
        if (stop != null && target != null) {
            stop.accept(target);
        }
    }

    @Override
    public boolean isDisposed() {
        return disposed || store.isClosed();
    }
}
