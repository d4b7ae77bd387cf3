package io.atoms.query;

import io.atoms.query.CacheEvent.Action;
import io.atoms.query.QueryPersister.Change;
import io.atoms.query.QueryPersister.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives a client's {@link QueryPersister} what has changed, and queries what it has.
 *
 * <p>What is remembered is only which keys have changed: what is written is what their entries have then, or that there is
 * none. A key that is about to be written is not restored: the cache knows better.
 *
 * <p>Threads: the lock guards which keys have changed and what is being done about them. The persister is called outside
 * of it, to write by one at a time.
 */
final class Persistence {

    /** How long changes are gathered. */
    static final Duration THROTTLE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Action> CHANGES = EnumSet.complementOf(
            EnumSet.of(Action.FETCH, Action.FAILED, Action.PAUSE, Action.CONTINUE, Action.RESTORE));

    private final DefaultQueryClient client;
    private final QueryPersister persister;
    private final Map<Class<?>, QueryDefinition<?, ?>> definitions = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Disposable.Swap timer = Disposables.swap();

    private Set<QueryKey<?>> changed = new LinkedHashSet<>();
    private boolean cleared;

    /** What is being written, and tells when it is; null if nothing is. */
    private @Nullable Write writing;

    private boolean scheduled;
    private boolean closed;
    private int failures;

    Persistence(DefaultQueryClient client, QueryPersister persister, Collection<QueryDefinition<?, ?>> registered) {
        this.client = client;
        this.persister = persister;
        Set<String> names = new HashSet<>();
        for (QueryDefinition<?, ?> each : registered) {
            if (each.dataType().isPresent()
                    && definitions.put(each.keyType(), each) == null
                    && !names.add(each.name())) {
                throw QueryProblems.twoNames(each.name());
            }
        }
    }

    /** Keys that are being written, or all of them. */
    private record Write(Set<QueryKey<?>> keys, boolean cleared, Sinks.Empty<Void> done) {}

    private void report(Throwable error) {
        client.problems().report("persister", error);
    }

    void open() {
        Write opening = new Write(Set.of(), false, Sinks.empty());
        lock.lock();
        try {
            writing = opening;
        } finally {
            lock.unlock();
        }
        Mono.defer(() -> persister.open(List.copyOf(definitions.values()), client.now()))
                .onErrorResume(error -> {
                    report(error);
                    return Mono.empty();
                })
                .subscribe(none -> {}, this::report, () -> written(opening, null));
    }

    private <T> @Nullable Identity<T> idOf(QueryKey<T> key) {
        QueryKey<?> own = ScopedKey.unwrap(key);
        QueryDefinition<?, ?> definition = definitions.get(own.getClass());
        if (definition == null) {
            return null;
        }
        Map<Object, Object> context = key instanceof ScopedKey<T> scoped ? scoped.context() : Map.of();
        return new Identity<>(Unchecked.cast(definition), Unchecked.cast(own), context);
    }

    // ---- restoring ----

    /** A fetcher that looks here first, if the data of the key may be here. */
    <T> Fetcher<T> before(QueryKey<T> key, Fetcher<T> fetcher) {
        return idOf(key) == null ? fetcher : new RestoringFetcher<>(this, fetcher);
    }

    <T> Mono<DehydratedState.Query<T>> restore(QueryKey<T> key) {
        Identity<T> id = idOf(key);
        if (id == null || isKnownBetter(key)) {
            return Mono.empty();
        }
        return Mono.defer(() -> persister.restore(id, client.now()))
                .filter(stored -> !isKnownBetter(key))
                .onErrorResume(error -> {
                    report(error);
                    return Mono.empty();
                });
    }

    private boolean isKnownBetter(QueryKey<?> key) {
        lock.lock();
        try {
            return cleared
                    || changed.contains(key)
                    || (writing != null && (writing.cleared() || writing.keys().contains(key)));
        } finally {
            lock.unlock();
        }
    }

    // ---- writing ----

    void changed(QueryKey<?> key, Action action) {
        if (CHANGES.contains(action)) {
            changed(key);
        }
    }

    /** Its data is another one, or is no more. */
    void changed(QueryKey<?> key) {
        if (!definitions.containsKey(ScopedKey.unwrap(key).getClass())) {
            return;
        }
        lock.lock();
        try {
            if (closed || !changed.add(key)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        schedule(THROTTLE);
    }

    /** Deletes everything, what no entry has as well. */
    void clear() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            cleared = true;
            scheduled = false; // what is scheduled would be late
        } finally {
            lock.unlock();
        }
        schedule(Duration.ZERO);
    }

    private void schedule(Duration delay) {
        lock.lock();
        try {
            if (scheduled || writing != null || closed) {
                return;
            }
            scheduled = true;
        } finally {
            lock.unlock();
        }
        timer.update(client.schedule(delay, this::write));
    }

    private void write() {
        Write next = begin();
        if (next != null) {
            perform(next).subscribe(none -> {}, error -> written(next, error), () -> written(next, null));
        }
    }

    private @Nullable Write begin() {
        lock.lock();
        try {
            scheduled = false;
            if (writing != null || (changed.isEmpty() && !cleared)) {
                return null;
            }
            Write next = new Write(changed, cleared, Sinks.empty());
            changed = new LinkedHashSet<>();
            cleared = false;
            writing = next;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private Mono<Void> perform(Write write) {
        return Mono.defer(() -> {
            List<Change<?>> changes = new ArrayList<>();
            write.keys().forEach(key -> changes.add(change(key)));
            Mono<Void> clearing = write.cleared() ? persister.clear() : Mono.empty();
            return changes.isEmpty()
                    ? clearing
                    : clearing.then(Mono.defer(() -> persister.save(changes, client.now())));
        });
    }

    private <T> Change<T> change(QueryKey<T> key) {
        Entry<T> entry = client.entries().find(key);
        return new Change<>(java.util.Objects.requireNonNull(idOf(key)), entry == null ? null : entry.dehydrate());
    }

    private void written(Write write, @Nullable Throwable error) {
        Duration pause = THROTTLE;
        boolean again;
        boolean news;
        lock.lock();
        try {
            writing = null;
            failures = error == null ? 0 : failures + 1;
            news = failures == 1;
            if (error != null) {
                changed.addAll(write.keys());
                cleared |= write.cleared();
                pause = pauseAfter(failures);
            } else if (cleared) {
                pause = Duration.ZERO;
            }
            again = !changed.isEmpty() || cleared;
        } finally {
            lock.unlock();
        }
        if (error != null && news) {
            report(error);
        }
        write.done().tryEmitEmpty();
        if (again) {
            schedule(pause);
        }
    }

    private static Duration pauseAfter(int failures) {
        Duration pause = THROTTLE.multipliedBy(1L << Math.min(failures, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Writes what is not written yet, before entries are forgotten; waits for that unless the thread must not block. */
    void close() {
        Write running;
        lock.lock();
        try {
            closed = true;
            running = writing;
        } finally {
            lock.unlock();
        }
        timer.dispose();
        Mono<Void> before = running == null ? Mono.empty() : running.done().asMono();
        LastWrite.await(before.then(Mono.defer(this::writeLast)), this::report);
    }

    private Mono<Void> writeLast() {
        Write next = begin();
        return next == null ? Mono.empty() : perform(next);
    }
}
