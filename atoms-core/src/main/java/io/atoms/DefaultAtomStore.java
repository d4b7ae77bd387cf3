package io.atoms;

import io.atoms.graph.Graph;
import io.atoms.inspect.ListenerFailure;
import io.atoms.inspect.StoreInspection;
import io.atoms.inspect.StoreObserver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/** The store: the public API over one {@link Graph}. */
final class DefaultAtomStore implements AtomStore {

    private static final VarHandle CALLS;
    private static final VarHandle RUNNING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CALLS = lookup.findVarHandle(DefaultAtomStore.class, "calls", AsyncCalls.class);
            RUNNING = lookup.findVarHandle(DefaultAtomStore.class, "running", Set.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The name that was given; without one the store is called by its number. */
    private final @Nullable String name;

    private final Graph graph;
    private final TransactionContext inside = new TransactionContext(this);

    private final Scheduler scheduler;
    private final ContextView context;

    /** Calls of async actions in flight; null before the first, as in most stores. */
    private volatile @Nullable AsyncCalls calls;

    /** Runs of async atoms in flight, for {@link #close}; null before the first. */
    private volatile @Nullable Set<AsyncRun<?>> running;

    DefaultAtomStore(
            @Nullable String name,
            @Nullable Consumer<? super ListenerFailure> errorHandler,
            @Nullable StoreObserver givenObserver,
            List<WriteInterceptor> interceptors,
            boolean counting,
            int maxRounds,
            Scheduler scheduler,
            ContextView context) {
        this.name = name;
        this.scheduler = scheduler;
        this.context = context;
        StoreObserver observer = CommitLog.before(givenObserver, this::name);
        this.graph = new Graph(
                new StoreHost(this, interceptors, errorHandler, observer),
                observer == null ? null : new StoreTracer(observer),
                counting,
                maxRounds);
    }

    Graph graph() {
        return graph;
    }

    @Override
    public String name() {
        return name == null ? "Store#" + graph.order() : name;
    }

    // ---- reading ----

    @Override
    public <T extends @Nullable Object> T get(Atom<T> atom) {
        return Values.cast(graph.read(AbstractAtom.of(atom)));
    }

    @Override
    public <T extends @Nullable Object> T peek(Atom<T> atom) {
        return get(atom);
    }

    // ---- writing ----

    @Override
    public <T extends @Nullable Object, A extends @Nullable Object> void set(WritableAtom<T, A> atom, A argument) {
        if (atom instanceof PrimitiveDefinition<?> primitive) {
            graph.write("set ", primitive, argument);
        } else {
            WritableDefinition<T, A> writable = writable(atom);
            transact("set ", writable.name(), () -> {
                writable.write(inside, argument);
                return null;
            });
        }
    }

    private static <T extends @Nullable Object, A extends @Nullable Object> WritableDefinition<T, A> writable(
            WritableAtom<T, A> atom) {
        return (WritableDefinition<T, A>) Objects.requireNonNull(atom, "atom");
    }

    @Override
    public <T extends @Nullable Object> void update(WritableAtom<T, T> atom, UnaryOperator<T> function) {
        Objects.requireNonNull(function, "function");
        transact("update ", AbstractAtom.of(atom).name(), () -> {
            set(atom, function.apply(get(atom)));
            return null;
        });
    }

    @Override
    public void reset(WritableAtom<?, ?> atom) {
        AbstractAtom<?> definition = AbstractAtom.of(atom);
        Consumer<? super Setter> reset = definition.options.reset();
        if (reset != null) {
            transact("reset ", definition.name(), () -> {
                reset.accept(inside);
                return null;
            });
        } else if (definition instanceof PrimitiveDefinition<?> primitive) {
            graph.write("reset ", primitive, primitive.initial());
        } else {
            throw new AtomUsageException(Messages.NOT_RESETTABLE, definition.name());
        }
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> R run(ActionAtom<A, R> action, A argument) {
        Objects.requireNonNull(action, "action");
        return transact("run ", action.name(), () -> action.apply(inside, argument));
    }

    @Override
    public void transaction(Consumer<? super Setter> body) {
        Objects.requireNonNull(body, "body");
        graph.<@Nullable Object>transact("transaction", () -> {
            body.accept(inside);
            return null;
        });
    }

    @Override
    public <R extends @Nullable Object> R transactionResult(Function<? super Setter, ? extends R> body) {
        Objects.requireNonNull(body, "body");
        return graph.<R>transact("transaction", () -> body.apply(inside));
    }

    @Override
    public void afterCommit(Consumer<? super AtomStore> function) {
        Objects.requireNonNull(function, "function");
        graph.afterCommit(() -> function.accept(this));
    }

    private <R extends @Nullable Object> R transact(String verb, String object, Supplier<R> body) {
        return graph.transact(graph.isTraced() ? verb + object : verb, body);
    }

    // ---- observing ----

    @Override
    public <T extends @Nullable Object> AtomSubscription subscribe(Atom<T> atom, Consumer<? super T> listener) {
        Objects.requireNonNull(listener, "listener");
        return WatchSubscription.to(this, atom, (previous, current) -> listener.accept(current));
    }

    @Override
    public <T extends @Nullable Object> AtomSubscription subscribe(Atom<T> atom, AtomListener<? super T> listener) {
        return WatchSubscription.to(this, atom, Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public AtomSubscription effect(Consumer<? super EffectContext> effect) {
        Objects.requireNonNull(effect, "effect");
        return new EffectSubscription(graph.effect(new EffectDefinition(), new EffectRunContext(this, effect)));
    }

    @Override
    public <T extends @Nullable Object> Flux<T> flux(Atom<T> atom) {
        return AtomFlux.ofValues(this, AbstractAtom.of(atom), null);
    }

    @Override
    public <T extends @Nullable Object> Flux<T> flux(Atom<T> atom, Scheduler onScheduler) {
        return AtomFlux.ofValues(this, AbstractAtom.of(atom), Objects.requireNonNull(onScheduler, "onScheduler"));
    }

    @Override
    public <T extends @Nullable Object> Flux<AtomChange<T>> fluxOfChanges(Atom<T> atom) {
        return AtomFlux.ofChanges(this, AbstractAtom.of(atom));
    }

    @Override
    public <T> Mono<T> mono(AsyncAtom<T> atom) {
        return flux(atom)
                .filter(loadable -> !loadable.isLoading())
                .next()
                .map(Loadable::orElseThrow)
                .switchIfEmpty(Mono.error(() -> new StoreClosedException(Messages.STORE_CLOSED, name())));
    }

    @Override
    public <T extends @Nullable Object> Flow.Publisher<T> publisher(Atom<T> atom) {
        return FlowAdapters.toFlowPublisher(flux(atom));
    }

    // ---- async ----

    @Override
    public void refresh(AsyncAtom<?> atom) {
        AsyncDefinition<?> definition = AsyncDefinition.of(atom);
        AsyncRuns<?>.Refresh refresh = definition.runs.refresh;
        transact("refresh ", definition.name(), () -> {
            graph.write("refresh ", refresh, Values.<Long>cast(graph.read(refresh)) + 1);
            return null;
        });
    }

    @Override
    public <A extends @Nullable Object, R> Mono<R> run(AsyncActionAtom<A, R> action, A argument) {
        return Objects.requireNonNull(action, "action").start(this, argument);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    ContextView context() {
        return context;
    }

    void running(AsyncRun<?> run) {
        runs().add(run);
        if (graph.isClosed()) {
            run.cancel();
        }
    }

    private Set<AsyncRun<?>> runs() {
        Set<AsyncRun<?>> known = running;
        if (known != null) {
            return known;
        }
        Set<AsyncRun<?>> made = ConcurrentHashMap.newKeySet();
        return RUNNING.compareAndSet(this, null, made) ? made : Objects.requireNonNull(running);
    }

    AsyncCalls calls() {
        AsyncCalls known = calls;
        if (known != null) {
            return known;
        }
        AsyncCalls made = new AsyncCalls(this);
        return CALLS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(calls);
    }

    /**
     * Called when the graph is closed. Who begins work adds it first, and what holds it before that, and then looks whether
     * the graph is closed; all of that is volatile, so the work is found here or its beginner sees the end.
     */
    void cancelRunning() {
        Set<AsyncRun<?>> runs = running;
        if (runs != null) {
            runs.forEach(AsyncRun::cancel);
        }
        AsyncCalls inFlight = calls;
        if (inFlight != null) {
            inFlight.cancel();
        }
    }

    /** For tests. */
    int runningCount() {
        Set<AsyncRun<?>> runs = running;
        return runs == null ? 0 : runs.size();
    }

    void finished(AsyncRun<?> run) {
        Set<AsyncRun<?>> runs = running;
        if (runs != null) {
            runs.remove(run);
        }
    }

    // ---- snapshots ----

    @Override
    public StoreSnapshot snapshot() {
        return new ViewSnapshot(this);
    }

    @Override
    public void restore(StoreSnapshot snapshot) {
        Objects.requireNonNull(snapshot, "snapshot");
        if (!(snapshot instanceof ViewSnapshot own) || own.store != this) {
            String other = snapshot instanceof ViewSnapshot foreign ? foreign.store.name() : "?";
            throw new AtomUsageException(Messages.SNAPSHOT_OF_ANOTHER_STORE, other, name());
        }
        graph.<@Nullable Object>transact("restore", () -> {
            graph.restore(own.view);
            return null;
        });
    }

    // ---- handles, tools, life ----

    @Override
    public <T extends @Nullable Object> AtomHandle<T> handle(Atom<T> atom) {
        return new StoreHandle<>(this, AbstractAtom.of(atom));
    }

    @Override
    public <T extends @Nullable Object, A extends @Nullable Object> WritableAtomHandle<T, A> handle(
            WritableAtom<T, A> atom) {
        return new StoreWritableHandle<>(this, Objects.requireNonNull(atom, "atom"));
    }

    @Override
    public StoreInspection inspect() {
        return Inspections.of(name(), graph);
    }

    @Override
    public boolean isClosed() {
        return graph.isClosed();
    }

    @Override
    public void close() {
        graph.close();
    }

    @Override
    public String toString() {
        return "AtomStore[" + name() + "]";
    }
}
