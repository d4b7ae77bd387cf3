package io.atoms.query;

import io.atoms.query.Mutation.Phase;
import io.atoms.query.MutationEvent.Kind;
import io.atoms.query.MutationResult.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All mutations of a client, in the order of their submission, and their scopes.
 *
 * <p>Threads: everything is guarded by the lock but the events. No user code runs under it, and no other lock is taken.
 */
final class Mutations {

    final ReentrantLock lock = new ReentrantLock();

    private final DefaultQueryClient client;
    private final Map<String, MutationDefinition<?, ?>> registered = new HashMap<>();
    private final Map<Long, Mutation<?, ?>> all = new LinkedHashMap<>();
    private final Map<String, Scope> scopes = new HashMap<>();
    private final Map<Long, Disposable> gcTimers = new HashMap<>();
    private final Events<MutationEvent> events = new Events<>();
    private long ids;
    private boolean closed;

    Mutations(DefaultQueryClient client, Collection<MutationDefinition<?, ?>> definitions) {
        this.client = client;
        definitions.forEach(this::register);
    }

    private void register(MutationDefinition<?, ?> definition) {
        if (!definition.isNamed()) {
            throw QueryProblems.unnamed(definition.name());
        }
        if (registered.putIfAbsent(definition.name(), definition) != null) {
            throw QueryProblems.twoMutations(definition.name());
        }
    }

    /** Mutations that run one after the other. */
    private static final class Scope {
        final Queue<Mutation<?, ?>> pending = new ArrayDeque<>();

        /** What those that have ended have changed. */
        final Set<Tag> tags = new LinkedHashSet<>();

        /** One goes on at a time, so that those which end at once don't pile up on the stack. */
        final Deliveries turns;

        Scope(Problems problems) {
            turns = new Deliveries(problems);
        }
    }

    // ---- beginning ----

    <V, R> Mutation<V, R> begin(
            MutationDefinition<V, R> definition, V variables, MutationCallbacks<V, R> ofCall, String key) {
        String scope = null;
        Throwable invalid = null;
        try {
            scope = definition.scopeOf(variables);
        } catch (Throwable error) {
            invalid = error;
        }
        Mutation<V, R> mutation = add(definition, variables, null, scope, key, 0, client.now(), ofCall, false);
        mutation.begin(invalid);
        return mutation;
    }

    private <V, R> Mutation<V, R> add(
            MutationDefinition<V, R> definition,
            V variables,
            @Nullable Object context,
            @Nullable String scope,
            String key,
            int round,
            Instant submittedAt,
            MutationCallbacks<V, R> ofCall,
            boolean restored) {
        lock.lock();
        try {
            if (closed) {
                throw QueryProblems.closed(client.name());
            }
            MutationState<R> state = new MutationState<>(
                    ++ids,
                    definition.name(),
                    scope,
                    variables,
                    context,
                    key,
                    round,
                    submittedAt,
                    new Pending<>(restored, 0, null));
            Mutation<V, R> mutation = new Mutation<>(this, client, definition, state, ofCall, restored);
            all.put(state.id(), mutation);
            if (scope != null) {
                scopes.computeIfAbsent(scope, none -> new Scope(client.problems()))
                        .pending
                        .add(mutation);
            }
            mutation.added();
            return mutation;
        } finally {
            lock.unlock();
        }
    }

    // ---- scopes. Under the lock ----

    /** Whether nothing of its scope is before it. */
    boolean isFirst(Mutation<?, ?> mutation) {
        Scope scope = scopeOf(mutation);
        return scope == null || scope.pending.peek() == mutation;
    }

    private @Nullable Scope scopeOf(Mutation<?, ?> mutation) {
        String name = mutation.state().scope();
        return name == null ? null : scopes.get(name);
    }

    /**
     * What follows from the end of a mutation.
     *
     * @param tags to be invalidated now
     * @param next lets the next one of the scope go on; to be called without the lock
     */
    record Ending(Set<Tag> tags, Runnable next) {}

    /** A mutation has ended: it leaves its scope. */
    Ending ended(Mutation<?, ?> mutation) {
        Scope scope = scopeOf(mutation);
        if (scope == null) {
            return new Ending(mutation.tags(), () -> {});
        }
        scope.tags.addAll(mutation.tags());
        scope.pending.remove(mutation);
        Mutation<?, ?> next = scope.pending.peek();
        if (next == null) {
            scopes.remove(mutation.state().scope());
            return new Ending(Set.copyOf(scope.tags), () -> {});
        }
        scope.turns.add(next::proceed);
        return new Ending(Set.of(), scope.turns::drain);
    }

    // ---- forgetting ----

    /** The time of one that has ended begins. */
    void collectLater(Mutation<?, ?> mutation) {
        Duration time = mutation.definition().gcTime();
        if (time.compareTo(QueryDefaults.FOREVER) >= 0) {
            return;
        }
        long id = mutation.state().id();
        Disposable.Swap timer = Disposables.swap();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            gcTimers.put(id, timer);
        } finally {
            lock.unlock();
        }
        timer.update(client.schedule(time, () -> collect(id)));
    }

    private void collect(long id) {
        Mutation<?, ?> mutation;
        lock.lock();
        try {
            gcTimers.remove(id);
            mutation = all.remove(id);
            if (mutation != null) {
                tellRemoved(mutation);
            }
        } finally {
            lock.unlock();
        }
        if (mutation != null) {
            mutation.deliver();
        }
    }

    private static <R> void tellRemoved(Mutation<?, R> mutation) {
        mutation.tell(Kind.REMOVED, mutation.state());
    }

    // ---- pausing and resuming ----

    private List<Mutation<?, ?>> in(Phase... phases) {
        Set<Phase> wanted = Set.of(phases);
        List<Mutation<?, ?>> found = new ArrayList<>();
        for (Mutation<?, ?> each : all.values()) {
            if (wanted.contains(each.phase())) {
                found.add(each);
            }
        }
        return found;
    }

    /**
     * Lets all go on that wait and need not any more.
     *
     * @return completes when these, and those that wait behind them in their scopes, have ended
     */
    Mono<Void> resume() {
        List<Mutation<?, ?>> waiting;
        lock.lock();
        try {
            waiting = in(Phase.WAITING);
            waiting.forEach(Mutation::release);
        } finally {
            lock.unlock();
        }
        List<Mono<Void>> resumed = new ArrayList<>();
        Set<String> resumedScopes = new HashSet<>();
        for (Mutation<?, ?> each : waiting) {
            String scope = each.state().scope();
            if (each.proceed() || (scope != null && resumedScopes.contains(scope))) {
                resumed.add(each.ended());
                if (scope != null) {
                    resumedScopes.add(scope);
                }
            }
        }
        return Mono.when(resumed);
    }

    // ---- storing ----

    /** Those that have been prepared and have no result yet, if their definition has a name to find it by. */
    List<PausedMutation> paused() {
        lock.lock();
        try {
            List<PausedMutation> paused = new ArrayList<>();
            for (Mutation<?, ?> each : in(Phase.WAITING, Phase.RUNNING)) {
                if (each.definition().isNamed()) {
                    paused.add(record(each.state()));
                }
            }
            return List.copyOf(paused);
        } finally {
            lock.unlock();
        }
    }

    private static PausedMutation record(MutationState<?> state) {
        return new PausedMutation(
                state.name(),
                state.variables(),
                state.context(),
                state.idempotencyKey(),
                state.scope(),
                state.submittedAt(),
                state.conflictRound(),
                state.result().isPaused());
    }

    /** Adds them, paused; those that are there already are not added again. */
    List<MutationHandle<?>> restore(Collection<PausedMutation> stored) {
        for (PausedMutation each : stored) {
            if (!registered.containsKey(each.name())) {
                throw QueryProblems.unknownMutation(each.name(), client.name(), registered.keySet());
            }
        }
        List<MutationHandle<?>> handles = new ArrayList<>();
        for (PausedMutation each : stored) {
            handles.add(restore(each));
        }
        return List.copyOf(handles);
    }

    private MutationHandle<?> restore(PausedMutation stored) {
        MutationDefinition<Object, Object> definition = Unchecked.cast(registered.get(stored.name()));
        Mutation<Object, Object> mutation;
        lock.lock();
        try {
            for (Mutation<?, ?> each : in(Phase.PREPARING, Phase.WAITING, Phase.RUNNING)) {
                if (each.state().idempotencyKey().equals(stored.idempotencyKey())
                        && each.state().isOf(definition)) {
                    return each;
                }
            }
            mutation = add(
                    definition,
                    stored.variables(),
                    stored.context(),
                    stored.scope(),
                    stored.idempotencyKey(),
                    stored.conflictRound(),
                    stored.submittedAt(),
                    MutationCallbacks.none(),
                    true);
        } finally {
            lock.unlock();
        }
        mutation.restored();
        return mutation;
    }

    // ---- watching ----

    List<MutationState<?>> states() {
        lock.lock();
        try {
            return all.values().stream().<MutationState<?>>map(Mutation::state).toList();
        } finally {
            lock.unlock();
        }
    }

    Flux<MutationEvent> events() {
        return events.flux();
    }

    void emit(MutationEvent event) {
        if (!client.isClosed()) {
            events.emit(event);
        }
    }

    // ---- closing ----

    /** Gives up what has not been sent yet, and forgets what has ended. */
    void clear() {
        List<Mutation<?, ?>> waiting;
        lock.lock();
        try {
            waiting = in(Phase.WAITING);
        } finally {
            lock.unlock();
        }
        waiting.forEach(Mutation::cancelIfPaused);
        List<Mutation<?, ?>> ended;
        List<Disposable> timers;
        lock.lock();
        try {
            ended = in(Phase.ENDED);
            timers = List.copyOf(gcTimers.values());
        } finally {
            lock.unlock();
        }
        timers.forEach(Disposable::dispose);
        ended.forEach(each -> collect(each.state().id()));
    }

    /** Those that have not ended fail; callbacks are not called, since they may be restored elsewhere. */
    void close() {
        List<Mutation<?, ?>> abandoned = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            gcTimers.values().forEach(Disposable::dispose);
            gcTimers.clear();
            for (Mutation<?, ?> each : all.values()) {
                if (each.abandon()) {
                    abandoned.add(each);
                }
            }
            all.clear();
            scopes.clear();
        } finally {
            lock.unlock();
        }
        abandoned.forEach(Mutation::abandoned);
    }
}
