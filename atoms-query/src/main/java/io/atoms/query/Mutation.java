package io.atoms.query;

import io.atoms.AtomStore;
import io.atoms.query.ConflictResolver.Conflict;
import io.atoms.query.ConflictResolver.Resolution;
import io.atoms.query.MutationEvent.Kind;
import io.atoms.query.MutationResult.Failure;
import io.atoms.query.MutationResult.Success;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * One mutation, from its submission until it is forgotten.
 *
 * <pre>
 * PREPARING --onMutate has ended--> WAITING or RUNNING
 * WAITING   --online, and first of its scope--> RUNNING
 * RUNNING   --an attempt has failed, the delay is over, and the gate is closed--> WAITING
 * RUNNING   --a result, or no further attempt--> SETTLING
 * PREPARING --onMutate has failed--> SETTLING
 * WAITING   --cancelled--> SETTLING
 * SETTLING  --callbacks have ended--> ENDED
 * any       --the client is closed--> ENDED
 * </pre>
 *
 * The steps follow each other: only one thread at a time does what belongs to a phase, and the one that leaves WAITING goes
 * on. A step that finds the mutation ended stops.
 *
 * <p>Threads: {@code phase}, {@code held}, {@code attempts} and the replacing of {@code state} are guarded by the lock of all
 * mutations of the client, which guards their scopes, too. No user code runs under it. What listeners are told is queued
 * under the lock, so in the order of the changes, and delivered after it.
 */
final class Mutation<V, R> implements MutationHandle<R> {

    /** What a mutation does. */
    enum Phase {
        PREPARING,
        WAITING,
        RUNNING,
        SETTLING,
        ENDED
    }

    private final Mutations all;
    private final DefaultQueryClient client;
    private final MutationCallbacks<V, R> ofCall;
    private final MutationPatches patches;
    private final Cancellation signal;
    private final Deliveries deliveries;
    private final Disposable.Swap work = Disposables.swap();
    private final Sinks.One<R> end = Sinks.one();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Forgets its store when it has ended. */
    private volatile MutationDefinition<V, R> definition;

    private volatile MutationState<R> state;
    private Phase phase;

    /** Whether it was restored and not resumed yet. */
    private boolean held;

    private final Instant startedAt;

    /** How often it has entered RUNNING, so how often its function is called. */
    private int attempts;

    /** How many attempts of this round have failed. Written by one step at a time. */
    private volatile int failures;

    /** The version of the server that the last conflict told. Written by one step at a time. */
    private volatile @Nullable Object lastServer;

    /** What is out of date by the result. Written by one step. */
    private volatile Set<Tag> tags = Set.of();

    /** What was patched, if the server's version is to be kept. Written by one step at a time. */
    private volatile Set<QueryKey<?>> outdated = Set.of();

    Mutation(
            Mutations all,
            DefaultQueryClient client,
            MutationDefinition<V, R> definition,
            MutationState<R> state,
            MutationCallbacks<V, R> ofCall,
            boolean restored) {
        this.all = all;
        this.client = client;
        this.definition = definition;
        this.state = state;
        this.ofCall = ofCall;
        this.patches = new MutationPatches(client);
        this.signal = new Cancellation(client.problems(), definition);
        this.deliveries = new Deliveries(client.problems());
        this.phase = restored ? Phase.WAITING : Phase.PREPARING;
        this.held = restored;
        this.startedAt = client.now();
    }

    // ---- reading ----

    @Override
    public Mono<R> result() {
        return end.asMono();
    }

    @Override
    public MutationState<R> state() {
        return state;
    }

    MutationDefinition<V, R> definition() {
        return definition;
    }

    V variables() {
        return Unchecked.cast(state.variables());
    }

    /** Completes when it has ended, well or badly. */
    Mono<Void> ended() {
        return result().then().onErrorComplete();
    }

    /** Calls the listener after each change, until it has ended. */
    void listen(Runnable listener) {
        all.lock.lock();
        try {
            if (phase != Phase.ENDED) {
                listeners.add(listener);
            }
        } finally {
            all.lock.unlock();
        }
    }

    private MutationCall<V> call(@Nullable AtomStore store) {
        return new MutationCall<>(client, state, definition.meta(), store);
    }

    private MutationCall<V> call() {
        return call(definition.store());
    }

    private MutationCallbacks<Object, Object> ofClient() {
        return client.mutationCallbacks();
    }

    // ---- under the lock of all mutations ----

    Phase phase() {
        return phase;
    }

    Set<Tag> tags() {
        return tags;
    }

    /** It may be resumed from now on. */
    void release() {
        held = false;
    }

    /** It is one of the client's from now on. */
    void added() {
        MutationState<R> first = state;
        deliveries.add(() -> client.told().mutationStarted(first));
        tell(Kind.ADDED, first);
        if (held) {
            deliveries.add(() -> client.told().mutationPaused(first));
        }
    }

    private void publish(MutationState<R> next) {
        tell(Kind.UPDATED, next);
    }

    void tell(Kind kind, MutationState<R> next) {
        state = next;
        deliveries.add(() -> {
            listeners.forEach(Runnable::run);
            client.batches().noteChange();
            all.emit(new MutationEvent(kind, next));
        });
    }

    void deliver() {
        deliveries.drain();
    }

    private void publish(boolean paused) {
        if (state.result().isPaused() == paused) {
            return;
        }
        MutationState<R> next = state.pending(paused);
        publish(next);
        if (paused) {
            deliveries.add(() -> client.told().mutationPaused(next));
        }
    }

    private void finish(MutationResult<R> result) {
        phase = Phase.ENDED;
        MutationState<R> last = state.with(result);
        publish(last);
        int calls = attempts;
        deliveries.add(() -> client.told().mutationEnded(last, calls, startedAt));
    }

    /** Goes on to a phase, unless it has ended. */
    private boolean enter(Phase next) {
        all.lock.lock();
        try {
            if (phase == Phase.ENDED) {
                return false;
            }
            phase = next;
            return true;
        } finally {
            all.lock.unlock();
        }
    }

    // ---- preparing ----

    /** The first step of a new mutation. */
    void begin(@Nullable Throwable invalid) {
        deliver();
        if (invalid != null) {
            failed(invalid);
            return;
        }
        if (!patch()) {
            return;
        }
        MutationCallbacks<V, R> own = definition.callbacks();
        MutationCall<V> call = call();
        follow(
                ofClient().mutating(Unchecked.cast(call)).then(own.mutating(call)),
                this::prepared,
                () -> prepared(null),
                this::failed);
    }

    /** The first step of a restored mutation. */
    void restored() {
        deliver();
        patch();
    }

    /** Makes the patches, again after a conflict. If that fails, the mutation does. */
    private boolean patch() {
        var function = definition.patches();
        if (function == null) {
            return true;
        }
        try {
            patches.make(to -> function.accept(variables(), to));
            return true;
        } catch (Throwable error) {
            failed(error);
            return false;
        }
    }

    private void prepared(@Nullable Object context) {
        if (context != null) {
            all.lock.lock();
            try {
                state = state.withContext(context);
            } finally {
                all.lock.unlock();
            }
        }
        ready();
    }

    // ---- running ----

    /** Whether the gate is open for the next attempt. */
    private boolean mayProceed() {
        return client.mayAttempt(definition.networkMode(), failures == 0);
    }

    /** Makes an attempt, or waits until it may. */
    private void ready() {
        boolean open = mayProceed();
        all.lock.lock();
        try {
            if (phase == Phase.ENDED) {
                return;
            }
            open &= all.isFirst(this);
            phase = open ? Phase.RUNNING : Phase.WAITING;
            attempts += open ? 1 : 0;
            publish(!open);
        } finally {
            all.lock.unlock();
        }
        deliver();
        client.mutationPrepared();
        if (open) {
            attempt();
        } else {
            proceed(); // the gate may have opened meanwhile
        }
    }

    /** Goes on if it waits and needs not any more; tells whether. */
    boolean proceed() {
        boolean open = mayProceed();
        all.lock.lock();
        try {
            if (phase != Phase.WAITING || held || !open || !all.isFirst(this)) {
                return false;
            }
            phase = Phase.RUNNING;
            attempts++;
            publish(false);
        } finally {
            all.lock.unlock();
        }
        deliver();
        attempt();
        return true;
    }

    private void attempt() {
        Receiver receiver = new Receiver();
        work.update(receiver);
        MutationState<R> now = state;
        String key = now.idempotencyKey() + (now.conflictRound() == 0 ? "" : "-" + now.conflictRound());
        MutationContext context =
                new MutationContext(client, definition.meta(), failures + 1, signal, key, now.conflictRound());
        Mono<? extends R> mono;
        try {
            mono = definition.call(variables(), context);
        } catch (Throwable error) {
            mono = Mono.error(error);
        }
        Duration timeout = definition.timeout();
        if (timeout != null) {
            mono = mono.timeout(timeout, client.scheduler());
        }
        mono.subscribe(receiver);
    }

    /** Receives what an attempt gives, and waits for its end: a Mono may have something to do after its value. */
    private final class Receiver extends BaseSubscriber<R> {
        private @Nullable R value;

        @Override
        public Context currentContext() {
            return client.context();
        }

        @Override
        protected void hookOnNext(R given) {
            value = given;
        }

        @Override
        protected void hookOnComplete() {
            client.batches().run(() -> succeeded(value));
        }

        @Override
        protected void hookOnError(Throwable error) {
            client.batches().run(() -> attemptFailed(error));
        }
    }

    private void attemptFailed(Throwable error) {
        ConflictResolver<V, ?> conflicts = definition.conflicts();
        try {
            if (conflicts != null && isConflict(conflicts, error)) {
                return;
            }
        } catch (Throwable problem) {
            failed(withSuppressed(problem, error));
            return;
        }
        int count = failures + 1;
        Duration delay = definition.retry().delayAfter(count, error, client);
        if (delay == null) {
            failed(error);
            return;
        }
        failures = count;
        all.lock.lock();
        try {
            if (phase != Phase.RUNNING) {
                return;
            }
            publish(state.attemptFailed(count, error));
        } finally {
            all.lock.unlock();
        }
        deliver();
        work.update(client.schedule(delay, this::ready));
    }

    private static Throwable withSuppressed(Throwable error, Throwable other) {
        if (error != other) {
            error.addSuppressed(other);
        }
        return error;
    }

    // ---- conflicts ----

    private <S> boolean isConflict(ConflictResolver<V, S> resolver, Throwable error) {
        S server = resolver.serverVersion(error).orElse(null);
        if (server == null) {
            return false;
        }
        int round = state.conflictRound() + 1;
        if (round > resolver.maxRounds()) {
            failed(error);
            return true;
        }
        S previous = Unchecked.<@Nullable S>cast(lastServer);
        Conflict<V, S> conflict = new Conflict<>(variables(), server, previous, error, round, patches.bases());
        lastServer = server;
        follow(
                Mono.defer(() -> resolver.resolve(conflict)),
                resolution -> resolved(resolution, error),
                () -> failed(error),
                problem -> failed(withSuppressed(problem, error)));
        return true;
    }

    private void resolved(Resolution<V> resolution, Throwable error) {
        if (resolution instanceof Resolution.KeepServer) {
            outdated = patches.keys();
            failed(error);
            return;
        }
        Resolution.Merge<V> merge = resolution instanceof Resolution.Merge<V> other ? other : null;
        failures = 0;
        all.lock.lock();
        try {
            if (phase == Phase.ENDED) {
                return;
            }
            publish(state.nextRound(merge == null ? state.variables() : Objects.requireNonNull(merge.variables())));
        } finally {
            all.lock.unlock();
        }
        deliver();
        if (merge == null || patch()) {
            ready();
        }
    }

    // ---- settling ----

    private void succeeded(@Nullable R result) {
        if (!enter(Phase.SETTLING)) {
            return;
        }
        patches.commit();
        noteTags(result);
        Success<R> success = new Success<>(result);
        MutationCallbacks<V, R> own = definition.callbacks();
        MutationCall<V> call = call();
        MutationCall<Object> same = Unchecked.cast(call);
        Mono<Void> callbacks = ofClient()
                .succeeded(same, result)
                .then(own.succeeded(call, result))
                .then(ofClient().settled(same, Unchecked.cast(success)))
                .then(own.settled(call, success));
        follow(callbacks, none -> {}, () -> end(success), this::failed);
    }

    private void noteTags(@Nullable R result) {
        try {
            tags = definition.tagsOf(variables(), result);
        } catch (Throwable error) {
            client.problems().report("tags of mutation " + definition, error);
        }
    }

    private void failed(Throwable error) {
        if (!enter(Phase.SETTLING)) {
            return;
        }
        patches.undo();
        Failure<R> failure = new Failure<>(error);
        MutationCallbacks<V, R> own = definition.callbacks();
        MutationCall<V> call = call();
        MutationCall<Object> same = Unchecked.cast(call);
        Mono<Void> callbacks = isolated("onError of the client", ofClient().failed(same, error))
                .then(isolated("onError", own.failed(call, error)))
                .then(isolated("onSettled of the client", ofClient().settled(same, Unchecked.cast(failure))))
                .then(isolated("onSettled", own.settled(call, failure)));
        follow(callbacks, none -> {}, () -> end(failure), problem -> end(failure));
    }

    /** Its error is reported, and the others are called all the same. */
    private Mono<Void> isolated(String what, Mono<Void> callback) {
        return callback.onErrorResume(error -> {
            client.problems().report(what + " of mutation " + definition, error);
            return Mono.empty();
        });
    }

    private void end(MutationResult<R> result) {
        Runnable next;
        all.lock.lock();
        try {
            if (phase == Phase.ENDED) {
                return;
            }
            finish(result);
            Mutations.Ending ending = all.ended(this);
            next = ending.next();
            MutationCall<V> call = call();
            deliveries.add(() -> {
                invalidate(ending.tags());
                callOfCall(call, result);
                settle(result);
            });
        } finally {
            all.lock.unlock();
        }
        deliver();
        all.collectLater(this);
        next.run();
    }

    private void invalidate(Set<Tag> out) {
        if (!client.isClosed()) {
            outdated.forEach(key -> client.invalidate(QueryFilters.exact(key)));
            if (!out.isEmpty()) {
                client.invalidateTags(out.toArray(Tag[]::new));
            }
        }
    }

    private void callOfCall(MutationCall<V> call, MutationResult<R> result) {
        Throwable error = result.errorOrNull();
        Mono<Void> first = error == null ? ofCall.succeeded(call, result.dataOrNull()) : ofCall.failed(call, error);
        isolated("callback of the call", first)
                .then(isolated("onSettled of the call", ofCall.settled(call, result)))
                .contextWrite(client.context())
                .subscribe();
    }

    private void settle(MutationResult<R> result) {
        definition = definition.withoutStore();
        listeners.clear();
        R data = result.dataOrNull();
        Throwable error = result.errorOrNull();
        if (error != null) {
            end.tryEmitError(error);
        } else if (data != null) {
            end.tryEmitValue(data);
        } else {
            end.tryEmitEmpty();
        }
    }

    // ---- ending from outside ----

    @Override
    public boolean cancelIfPaused() {
        all.lock.lock();
        try {
            if (phase != Phase.WAITING) {
                return false;
            }
            phase = Phase.SETTLING;
        } finally {
            all.lock.unlock();
        }
        client.batches().run(() -> failed(MutationCancelledException.whilePaused(definition.name())));
        return true;
    }

    /** The client is closed. Under the lock; false if it had ended. */
    boolean abandon() {
        if (phase == Phase.ENDED) {
            return false;
        }
        finish(new Failure<>(MutationCancelledException.closed(state.name(), client.name())));
        deliveries.add(() -> settle(state.result()));
        return true;
    }

    /** After {@link #abandon}. */
    void abandoned() {
        work.dispose();
        signal.cancel();
        deliver();
    }

    /** Goes on with what a Mono gives, in a batch of the client, whichever thread it comes on. */
    private <T> void follow(
            Mono<T> mono, Consumer<? super T> value, Runnable empty, Consumer<? super Throwable> error) {
        Mono<T> awaited = mono.contextWrite(client.context());
        BaseSubscriber<T> receiver = new BaseSubscriber<>() {
            private @Nullable T given;

            @Override
            protected void hookOnNext(T next) {
                given = next;
            }

            @Override
            protected void hookOnComplete() {
                T present = given;
                client.batches().run(present == null ? empty : () -> value.accept(present));
            }

            @Override
            protected void hookOnError(Throwable problem) {
                client.batches().run(() -> error.accept(problem));
            }
        };
        work.update(receiver);
        awaited.subscribe(receiver);
    }
}
