package io.atoms;

import io.atoms.graph.Graph;
import io.atoms.graph.Watcher;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * The values or changes of an atom as a Flux. A change only raises a flag; whoever emits reads the newest value then, so
 * values that nobody requested in time are skipped, and no queue exists. On a scheduler, its worker emits, and reads the
 * newest value there.
 *
 * @param <T> the type of the value
 * @param <E> the type of the elements: values, or changes
 */
final class AtomFlux<T extends @Nullable Object, E> extends Flux<E> {

    private final DefaultAtomStore store;
    private final AbstractAtom<T> atom;
    private final boolean changes;
    private final @Nullable Scheduler scheduler;

    private AtomFlux(DefaultAtomStore store, AbstractAtom<T> atom, boolean changes, @Nullable Scheduler scheduler) {
        this.store = store;
        this.atom = atom;
        this.changes = changes;
        this.scheduler = scheduler;
    }

    /** The present value, then the newest after each commit. */
    static <T extends @Nullable Object> Flux<T> ofValues(
            DefaultAtomStore store, AbstractAtom<T> atom, @Nullable Scheduler scheduler) {
        return Values.cast(new AtomFlux<T, Object>(store, atom, false, scheduler));
    }

    /** What changed since the element before; for the first one, since the subscription. */
    static <T extends @Nullable Object> Flux<AtomChange<T>> ofChanges(DefaultAtomStore store, AbstractAtom<T> atom) {
        return new AtomFlux<>(store, atom, true, null);
    }

    @Override
    public void subscribe(CoreSubscriber<? super E> actual) {
        Emission<T, E> emission = new Emission<>(this, actual);
        try {
            emission.watch();
        } catch (Throwable error) {
            emission.cancel();
            Operators.error(actual, error);
            return;
        }
        actual.onSubscribe(emission);
        emission.start();
    }

    private static final class Emission<T extends @Nullable Object, E> implements Subscription, Watcher.Callback {

        private static final Object NOTHING = new Object();

        private final DefaultAtomStore store;
        private final AbstractAtom<T> atom;
        private final boolean changes;
        private final Scheduler.@Nullable Worker worker;
        private final CoreSubscriber<? super E> actual;
        private final AtomicLong requested = new AtomicLong();
        private final AtomicInteger workInProgress = new AtomicInteger();

        private volatile @Nullable Watcher watcher;
        private volatile boolean started;
        private volatile boolean changed = true;
        private volatile boolean closed;
        private volatile boolean over;

        /** What was emitted last. Owned by whoever emits. */
        private @Nullable Object last = NOTHING;

        Emission(AtomFlux<T, E> flux, CoreSubscriber<? super E> actual) {
            this.store = flux.store;
            this.atom = flux.atom;
            this.changes = flux.changes;
            this.worker = flux.scheduler == null ? null : flux.scheduler.createWorker();
            this.actual = actual;
        }

        /** Inside a transaction that is left for later, because the transaction may be rolled back. */
        void watch() {
            Graph graph = store.graph();
            if (graph.inTransaction()) {
                graph.later(this::watchLate);
                return;
            }
            graph.watchSoon(atom, this, this::watched);
            if (changes) {
                last = graph.readNewest(atom);
            }
        }

        private void watchLate() {
            if (over) {
                return;
            }
            try {
                watch();
                begin();
            } catch (Throwable error) {
                fail(error);
            }
        }

        /** From now on every change is told; one that came before is found by looking. */
        private void watched(Watcher made) {
            watcher = made;
            if (over) {
                unwatch();
            } else if (started) {
                changed = true;
                emit();
            }
        }

        /** After {@code onSubscribe}. */
        void start() {
            if (!store.graph().inTransaction()) {
                begin();
            }
        }

        private void begin() {
            started = true;
            emit();
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                requested.accumulateAndGet(n, Operators::addCap);
                emit();
            }
        }

        @Override
        public void cancel() {
            over = true;
            unwatch();
        }

        private void unwatch() {
            Watcher present = watcher;
            if (present != null) {
                present.dispose();
            }
            if (worker != null) {
                worker.dispose();
            }
        }

        @Override
        public void changed(@Nullable Object previous, @Nullable Object current) {
            changed = true;
            emit();
        }

        @Override
        public void failed(Throwable error) {
            changed = true;
            emit();
        }

        @Override
        public void closed() {
            closed = true;
            emit();
        }

        /** One thread at a time emits; the others leave their cause in the flags. Never inside a transaction (T4). */
        private void emit() {
            Graph graph = store.graph();
            if (graph.inTransaction()) {
                graph.later(this::emit);
                return;
            }
            if (!started || workInProgress.getAndIncrement() != 0) {
                return;
            }
            if (worker == null) {
                emitAll();
                return;
            }
            try {
                worker.schedule(this::emitAll);
            } catch (RejectedExecutionException disposed) {
                fail(disposed);
            }
        }

        private void emitAll() {
            int missed = 1;
            do {
                emitNewest();
                missed = workInProgress.addAndGet(-missed);
            } while (missed != 0);
        }

        private void emitNewest() {
            while (!over) {
                if (closed) {
                    over = true;
                    actual.onComplete();
                    unwatch();
                    return;
                }
                if (!changed || requested.get() == 0) {
                    return;
                }
                changed = false;
                emit(newest());
            }
        }

        private @Nullable Object newest() {
            try {
                return store.graph().readNewest(atom);
            } catch (Throwable error) {
                if (!closed) {
                    fail(error);
                }
                return NOTHING;
            }
        }

        private void emit(@Nullable Object value) {
            if (value == NOTHING || over || (last != NOTHING && isLast(value))) {
                return;
            }
            if (value == null && !changes) {
                fail(new AtomUsageException(Messages.NULL_IN_FLUX, atom.name()));
                return;
            }
            Object element = changes ? new AtomChange<T>(Values.cast(last), Values.cast(value)) : value;
            last = value;
            if (requested.get() != Long.MAX_VALUE) {
                requested.decrementAndGet();
            }
            actual.onNext(Values.<E>cast(element));
        }

        private boolean isLast(@Nullable Object value) {
            return last == value || (last != null && value != null && atom.same(Objects.requireNonNull(last), value));
        }

        private void fail(Throwable error) {
            if (!over) {
                over = true;
                actual.onError(error);
                unwatch();
            }
        }
    }
}
