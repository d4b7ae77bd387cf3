package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Graph;
import io.atoms.graph.Reads;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * One run of an async atom in one store: NEW, then RUNNING, then DONE or CANCELLED. Signals of its Publisher become
 * writes of its cell, handed to the graph without waiting for its lock. Values that come faster than the graph takes
 * them replace each other, so there is never more than one on the way.
 */
final class AsyncRun<T> implements CoreSubscriber<T> {

    /** The newest result, and how many there have been. */
    record Cell<T>(Loadable<T> loadable, long results) {}

    private enum State {
        NEW,
        RUNNING,
        DONE,
        CANCELLED
    }

    final AsyncDefinition<T> atom;
    final CellSource cell;
    private final @Nullable T previous;
    private final AsyncContext getter;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final Sinks.One<T> first = Sinks.one();

    /** Set by {@link #prepare}, before the run is published. */
    private @Nullable Publisher<? extends T> source;

    private @Nullable Throwable prepareError;

    /** Set by {@link #start}; null means not started. */
    private volatile @Nullable DefaultAtomStore store;

    private volatile @Nullable Subscription subscription;

    /** A result that the graph has not taken yet. */
    private final AtomicReference<@Nullable Loadable<T>> pending = new AtomicReference<>();

    /** The last value. Written by the Publisher's signals, which are serial. */
    private volatile @Nullable T latest;

    private volatile @Nullable Disposable lingering;

    private volatile boolean superseded;

    AsyncRun(AsyncDefinition<T> atom, @Nullable T previous) {
        this.atom = atom;
        this.previous = previous;
        this.cell = new CellSource();
        this.getter = new AsyncContext(this);
    }

    /** Where results arrive. */
    final class CellSource extends Definition implements Hidden {
        CellSource() {
            super(Kind.SOURCE);
        }

        @Override
        public String name() {
            return atom.name();
        }

        @Override
        protected Object initialValue() {
            return new Cell<>(new Loadable.Loading<>(previous), 0);
        }

        @Override
        protected boolean same(@Nullable Object a, @Nullable Object b) {
            return false;
        }

        @Override
        public AbstractAtom<?> owner() {
            return atom;
        }
    }

    /** Calls the read function. Under the lock, so the Publisher is only made. */
    void prepare(Reads reads) {
        getter.begin(reads);
        try {
            Publisher<? extends T> made = atom.read.apply(getter);
            if (made == null) {
                prepareError = new AtomUsageException(Messages.SYNC_SUPPLIER_NULL, atom.name());
            }
            source = made;
        } catch (Throwable error) {
            prepareError = error;
        } finally {
            getter.end();
        }
    }

    // ---- life ----

    void start(DefaultAtomStore inStore) {
        store = inStore;
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            return;
        }
        inStore.running(this);
        Publisher<? extends T> publisher = source;
        source = null;
        if (prepareError != null || publisher == null) {
            fail(prepareError == null ? new IllegalStateException("no publisher") : prepareError);
            return;
        }
        try {
            Flux<T> flux = Flux.from(publisher).map(value -> (T) value);
            atom.async.apply(flux, inStore.scheduler()).subscribe(this);
        } catch (Throwable error) {
            fail(error);
        }
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    boolean isCurrent() {
        return !superseded;
    }

    /** A newer run has begun, or nobody needs this one any more. What has ended stays as it is. */
    void cancel() {
        superseded = true;
        State before = state.getAndUpdate(s -> s == State.DONE ? s : State.CANCELLED);
        if (before == State.CANCELLED || before == State.DONE) {
            return;
        }
        stopLingering();
        Subscription present = subscription;
        if (present != null) {
            present.cancel();
        }
        finished();
        first.tryEmitError(new CancellationException("run of " + atom.name() + " was superseded or cancelled"));
    }

    private void finished() {
        DefaultAtomStore present = store;
        if (present != null) {
            present.finished(this);
        }
    }

    void linger(Scheduler scheduler, Duration time, Runnable then) {
        stopLingering();
        lingering = scheduler.schedule(then, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stopLingering() {
        Disposable present = lingering;
        if (present != null) {
            lingering = null;
            present.dispose();
        }
    }

    /** The first result, or the latest value if there is one already. */
    Mono<T> result() {
        return Mono.defer(() -> {
            T present = latest;
            return present == null ? first.asMono() : Mono.just(present);
        });
    }

    @Nullable
    DefaultAtomStore store() {
        return store;
    }

    // ---- signals ----

    @Override
    public Context currentContext() {
        DefaultAtomStore present = store;
        return present == null ? Context.empty() : Context.of(present.context());
    }

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        if (state.get() == State.CANCELLED) {
            s.cancel();
        } else {
            s.request(everyValue() ? 1 : Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(T value) {
        if (!isRunning()) {
            Operators.onDiscard(value, currentContext());
            return;
        }
        latest = value;
        if (atom.async.stream() == null) {
            done();
        }
        arrive(new Loadable.Ready<>(value));
        first.tryEmitValue(value);
    }

    @Override
    public void onError(Throwable error) {
        StreamPolicy stream = atom.async.stream();
        if (isRunning()) {
            if (stream != null && stream.errored() == StreamPolicy.Errored.KEEP && latest != null) {
                done();
            } else {
                fail(error);
            }
        } else {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    @Override
    public void onComplete() {
        if (isRunning()) {
            StreamPolicy stream = atom.async.stream();
            if (latest == null) {
                fail(new AtomUsageException(Messages.EMPTY, atom.name()));
            } else if (stream != null && stream.completed() == StreamPolicy.Completed.FAIL) {
                fail(new AtomUsageException(Messages.COMPLETED, atom.name()));
            } else {
                done();
            }
        }
    }

    private boolean everyValue() {
        return atom.async.stream() != null && atom.async.stream().overflow() == StreamPolicy.Overflow.EVERY;
    }

    private void fail(Throwable error) {
        done();
        T value = latest;
        arrive(new Loadable.Failed<>(error, value == null ? previous : value));
        first.tryEmitError(error);
    }

    private void done() {
        if (state.compareAndSet(State.RUNNING, State.DONE)) {
            stopLingering();
            finished();
        }
    }

    /** Hands a result to the graph; one that is still on the way is replaced. */
    private void arrive(Loadable<T> result) {
        DefaultAtomStore present = store;
        if (present != null && pending.getAndSet(result) == null) {
            present.graph().inbox().submit(() -> take(present.graph()));
        }
    }

    private void take(Graph graph) {
        Loadable<T> result = pending.getAndSet(null);
        if (result != null && graph.inbox().newest(atom.runs) == this) {
            Cell<T> before = Values.cast(graph.inbox().newest(cell));
            graph.inbox().write(cell, new Cell<>(result, before == null ? 1 : before.results() + 1));
        }
        Subscription present = subscription;
        if (everyValue() && present != null && isRunning()) {
            graph.inbox().afterUnlock(() -> present.request(1));
        }
    }
}
