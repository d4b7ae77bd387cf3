package io.atoms;

import io.atoms.graph.Graph;
import io.atoms.graph.Watcher;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The values of an atom as a Flux. A change only raises a flag; whoever emits reads the newest value then, so values that
 * nobody requested in time are skipped, and no queue exists.
 */
final class AtomFlux<T extends @Nullable Object> extends Flux<T> {

    private final DefaultAtomStore store;
    private final AbstractAtom<T> atom;

    AtomFlux(DefaultAtomStore store, AbstractAtom<T> atom) {
        this.store = store;
        this.atom = atom;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Emission<T> emission = new Emission<>(store, atom, actual);
        try {
            emission.watch();
        } catch (Throwable error) {
            Operators.error(actual, error);
            return;
        }
        actual.onSubscribe(emission);
        emission.start();
    }

    private static final class Emission<T extends @Nullable Object> implements Subscription, Watcher.Callback {

        private static final Object NOTHING = new Object();

        private final DefaultAtomStore store;
        private final AbstractAtom<T> atom;
        private final CoreSubscriber<? super T> actual;
        private final AtomicLong requested = new AtomicLong();
        private final AtomicInteger workInProgress = new AtomicInteger();

        private volatile @Nullable Watcher watcher;
        private volatile boolean started;
        private volatile boolean changed = true;
        private volatile boolean closed;
        private volatile boolean over;

        /** What was emitted last. Owned by whoever emits. */
        private @Nullable Object last = NOTHING;

        Emission(DefaultAtomStore store, AbstractAtom<T> atom, CoreSubscriber<? super T> actual) {
            this.store = store;
            this.atom = atom;
            this.actual = actual;
        }

        void watch() {
            watcher = store.graph().watch(atom, this);
        }

        void start() {
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
                return store.get(atom);
            } catch (Throwable error) {
                fail(error);
                return NOTHING;
            }
        }

        @SuppressWarnings("unchecked") // a value of the atom
        private void emit(@Nullable Object value) {
            if (value == NOTHING || over) {
                return;
            }
            if (value == null) {
                fail(new AtomUsageException(Messages.NULL_IN_FLUX, atom.name()));
                return;
            }
            if (last != NOTHING && (last == value || atom.same(Objects.requireNonNull(last), value))) {
                return;
            }
            last = value;
            if (requested.get() != Long.MAX_VALUE) {
                requested.decrementAndGet();
            }
            actual.onNext((T) value);
        }

        private void fail(Throwable error) {
            if (!over) {
                over = true;
                unwatch();
                actual.onError(error);
            }
        }
    }
}
