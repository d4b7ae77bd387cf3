package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Graph;
import io.atoms.graph.Reads;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * them replace each other, so there is never more than one on the way, unless every value counts: then the next one is
 * requested when the graph has taken the last.
 *
 * <p>Threads: signals are serial (Reactive Streams); {@link #start} and {@link #cancel} may race with each other and with
 * signals, and the one that moves {@link #state} wins.
 */
final class AsyncRun<T> implements CoreSubscriber<T> {

    /** The newest result, and how many there have been. */
    record Cell<T>(Loadable<T> loadable, long results) {}

    private enum State {
        NEW,
        RUNNING,
        /** The result is final. A Mono that emitted and did not end may still be connected. */
        DONE,
        CANCELLED
    }

    /** A node must not keep its own definition alive (R26), and a run is the value of one of the atom's nodes. */
    private final WeakReference<AsyncDefinition<T>> atom;

    /** The atom, as long as a result may come, which nobody must miss who awaits it; then null. */
    private volatile @Nullable AsyncDefinition<T> held;

    private final String name;
    private final @Nullable StreamPolicy stream;
    final CellSource cell;
    private final @Nullable T previous;
    private final AsyncContext getter;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

    /** The first result that the graph took. */
    private final Sinks.One<T> first = Sinks.one();

    /** How many awaits of the result are subscribed. */
    private final AtomicInteger awaits = new AtomicInteger();

    /** Set by {@link #prepare}, before the run is published. */
    private @Nullable Publisher<? extends T> source;

    private @Nullable Throwable prepareError;

    /** Set by {@link #start}; null means not started. */
    private volatile @Nullable DefaultAtomStore store;

    /** That of the Publisher; once it has been cancelled, one that does nothing. */
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    /** The Publisher has ended. */
    private volatile boolean ended;

    /** A result that the graph has not taken yet. */
    private final AtomicReference<@Nullable Loadable<T>> pending = new AtomicReference<>();

    /** The newest result that the graph has taken. */
    private volatile @Nullable Loadable<T> taken;

    /** The last value. Written by the Publisher's signals, which are serial. */
    private volatile @Nullable T latest;

    private final AtomicReference<@Nullable Disposable> lingering = new AtomicReference<>();

    private volatile boolean superseded;

    /** Nobody observes it any more, but somebody awaited it when it would have been cancelled. Guarded by the lock. */
    boolean abandoned;

    AsyncRun(AsyncDefinition<T> atom, @Nullable T previous) {
        this.atom = new WeakReference<>(atom);
        this.held = atom;
        this.name = atom.name();
        this.stream = atom.async.stream();
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
            return name;
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
        protected boolean hidden() {
            return true;
        }

        @Override
        public Definition owner() {
            AsyncDefinition<T> present = atom.get();
            return present == null ? this : present;
        }
    }

    /** The name of the atom. */
    String name() {
        return name;
    }

    /** The atom's definition of its runs, or null if nobody refers to the atom any more. */
    @Nullable
    AsyncRuns<T> runs() {
        AsyncDefinition<T> present = atom.get();
        return present == null ? null : present.runs;
    }

    /** Calls the read function of the atom. Under the lock, so the Publisher is only made. */
    void prepare(AsyncDefinition<T> of, Reads reads) {
        getter.begin(reads);
        try {
            Publisher<? extends T> made = of.read.apply(getter);
            if (made == null) {
                prepareError = new AtomUsageException(Messages.SYNC_SUPPLIER_NULL, name);
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
        if (superseded) {
            return; // before its turn came; who superseded it cancels it
        }
        inStore.running(this); // first, so that whoever cancels it finds it there
        AsyncDefinition<T> of = held;
        if (of == null || !state.compareAndSet(State.NEW, State.RUNNING)) {
            inStore.finished(this);
            return;
        }
        Publisher<? extends T> publisher = source;
        source = null;
        if (prepareError != null || publisher == null) {
            fail(prepareError == null ? new IllegalStateException("no publisher") : prepareError);
            return;
        }
        try {
            // Deferred: Flux.from takes the result of a callable Mono once for all attempts.
            Flux<T> flux = Flux.defer(() -> publisher).map(value -> (T) value);
            of.async.apply(flux, inStore.scheduler()).subscribe(this);
        } catch (Throwable error) {
            fail(error);
        }
    }

    boolean isRunning() {
        return state.get() == State.RUNNING;
    }

    /** Whether it has ended or was cancelled. */
    boolean isOver() {
        return state.get() == State.DONE || state.get() == State.CANCELLED;
    }

    boolean isCurrent() {
        return !superseded;
    }

    /** A newer run has been committed; {@link #cancel} follows. */
    void supersede() {
        superseded = true;
    }

    /** A newer run has begun, or nobody needs this one any more. A result that is final stays as it is. */
    void cancel() {
        superseded = true;
        held = null;
        State before = state.getAndUpdate(s -> s == State.DONE ? s : State.CANCELLED);
        if (before == State.CANCELLED || (before == State.DONE && ended)) {
            return;
        }
        stopLingering();
        cancelSource();
        finished();
    }

    /** Once, whoever else does; also if the subscription is still to come. */
    private void cancelSource() {
        Subscription present = subscription.getAndSet(Operators.cancelledSubscription());
        if (present != null) {
            present.cancel();
        }
    }

    private void finished() {
        DefaultAtomStore present = store;
        if (present != null) {
            present.finished(this);
        }
    }

    void linger(Scheduler scheduler, Duration time, Runnable then) {
        replaceLingering(scheduler.schedule(then, time.toNanos(), TimeUnit.NANOSECONDS));
    }

    void stopLingering() {
        replaceLingering(null);
    }

    private void replaceLingering(@Nullable Disposable timer) {
        Disposable before = lingering.getAndSet(timer);
        if (before != null) {
            before.dispose();
        }
    }

    // ---- awaits ----

    /** The newest result that the graph has taken, or else the first that it will take. */
    Mono<T> result() {
        return Mono.defer(this::takenOrFirst)
                .doOnSubscribe(await -> awaits.incrementAndGet())
                .doFinally(end -> {
                    if (awaits.decrementAndGet() == 0) {
                        awaitsEnded();
                    }
                });
    }

    private Mono<T> takenOrFirst() {
        Loadable<T> present = taken;
        return present == null
                ? first.asMono()
                : present.fold(loading -> first.asMono(), Mono::just, (error, before) -> Mono.error(error));
    }

    boolean isAwaited() {
        return awaits.get() > 0;
    }

    private void awaitsEnded() {
        DefaultAtomStore present = store;
        AsyncRuns<T> runs = runs();
        if (present != null && runs != null && isRunning()) {
            runs.noLongerAwaited(present, this);
        }
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
        if (subscription.compareAndSet(null, s)) {
            s.request(everyValue() ? 1 : Long.MAX_VALUE);
        } else {
            s.cancel();
        }
    }

    @Override
    public void onNext(T value) {
        if (!isRunning()) {
            Operators.onDiscard(value, currentContext());
            return;
        }
        latest = value;
        if (stream == null) {
            done();
        }
        arrive(new Loadable.Ready<>(value));
    }

    @Override
    public void onError(Throwable error) {
        ended = true;
        if (isRunning()) {
            if (stream != null && stream.errored() == StreamPolicy.Errored.KEEP && latest != null) {
                doneWithoutAResult();
            } else {
                fail(error);
            }
        } else {
            finished();
            Operators.onErrorDropped(error, currentContext());
        }
    }

    @Override
    public void onComplete() {
        ended = true;
        if (!isRunning()) {
            finished();
            return;
        }
        if (latest == null) {
            fail(new AtomUsageException(Messages.EMPTY, name));
        } else if (stream != null && stream.completed() == StreamPolicy.Completed.FAIL) {
            fail(new AtomUsageException(Messages.COMPLETED, name));
        } else {
            doneWithoutAResult();
        }
    }

    /** The last value stays. It may be on its way still. */
    private void doneWithoutAResult() {
        done();
        DefaultAtomStore present = store;
        if (present != null) {
            present.graph().inbox().submit(() -> held = null);
        }
    }

    private boolean everyValue() {
        return stream != null && stream.overflow() == StreamPolicy.Overflow.EVERY;
    }

    /** Ends the run with an error, of its Publisher or of what it reads. */
    void fail(Throwable error) {
        if (!isRunning()) {
            return;
        }
        done();
        T value = latest;
        arrive(new Loadable.Failed<>(error, value == null ? previous : value));
    }

    /** Ends the run with an error although its Publisher goes on, and cancels that. */
    void abort(Throwable error) {
        if (isRunning()) {
            fail(error);
            cancelSource();
            finished();
        }
    }

    private void done() {
        if (state.compareAndSet(State.RUNNING, State.DONE)) {
            held = null;
            stopLingering();
            if (ended || subscription.get() == null) {
                finished();
            }
        }
    }

    /** Hands a result to the graph; one that is still on the way is replaced, unless every value counts. */
    private void arrive(Loadable<T> result) {
        DefaultAtomStore present = store;
        if (present == null) {
            return;
        }
        Graph graph = present.graph();
        if (everyValue()) {
            graph.inbox().submit(() -> take(graph, result));
        } else if (pending.getAndSet(result) == null) {
            graph.inbox().submit(() -> {
                Loadable<T> newest = pending.getAndSet(null);
                if (newest != null) {
                    take(graph, newest);
                }
            });
        }
    }

    /** A task of {@link io.atoms.graph.Inbox#submit}. */
    private void take(Graph graph, Loadable<T> arrived) {
        if (graph.isClosed() || state.get() == State.CANCELLED) {
            return;
        }
        AsyncRuns<T> runs = runs();
        if (runs != null && graph.inbox().newest(runs) == this) {
            Loadable<T> result = settled(graph, arrived);
            Cell<T> before = Values.cast(graph.inbox().newest(cell));
            graph.inbox().afterUnlock(() -> taken = result); // before those start that await anew
            graph.inbox().write(cell, new Cell<>(result, before == null ? 1 : before.results() + 1));
            graph.inbox().afterUnlock(() -> deliver(result)); // after those have been cancelled that it supersedes
        }
        Subscription present = subscription.get();
        if (everyValue() && present != null && isRunning()) {
            graph.inbox().afterUnlock(() -> present.request(1));
        }
    }

    /** A Publisher and listeners that answer each other for ever are stopped, as writes are (R16). */
    private Loadable<T> settled(Graph graph, Loadable<T> arrived) {
        RuntimeException unsettled = graph.inbox().unsettled();
        if (unsettled == null) {
            return arrived;
        }
        graph.inbox().afterUnlock(() -> {
            done();
            cancelSource();
            finished();
        });
        return new Loadable.Failed<>(unsettled, arrived.valueOrPrevious());
    }

    /** Now that whoever goes on after an await finds the result in the store. */
    private void deliver(Loadable<T> result) {
        if (result instanceof Loadable.Ready<T> ready) {
            first.tryEmitValue(ready.value());
        } else if (result instanceof Loadable.Failed<T> failed) {
            first.tryEmitError(failed.error());
        }
    }
}
