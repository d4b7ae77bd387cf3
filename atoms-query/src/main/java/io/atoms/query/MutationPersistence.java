package io.atoms.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives a client's {@link MutationPersister} the mutations that have not ended, at once and one list after the other, and
 * restores those that it has.
 *
 * <p>Threads: the lock guards what is to be done. The persister is called outside of it, by one at a time.
 */
final class MutationPersistence {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE = 32;

    private final DefaultQueryClient client;
    private final MutationPersister persister;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that this client can't restore: another program, or a later version of this one, may. */
    private final List<PausedMutation> unknown = new ArrayList<>();

    /** Tells when what is being loaded or saved is; null if nothing is. */
    private Sinks.@Nullable Empty<Void> busy;

    /** Whether it waits before it tries again. */
    private boolean pausing;

    private boolean changed;
    private boolean closed;
    private int failures;

    MutationPersistence(DefaultQueryClient client, MutationPersister persister) {
        this.client = client;
        this.persister = persister;
    }

    private void report(Throwable error) {
        client.problems().report("persister of mutations", error);
    }

    void open() {
        lock.lock();
        try {
            busy = Sinks.empty();
        } finally {
            lock.unlock();
        }
        client.mutationEvents().subscribe(event -> changed());
        Mono.defer(persister::load)
                .doOnNext(this::restore)
                .doOnError(this::report)
                .onErrorComplete()
                .subscribe(none -> {}, this::report, () -> ended(null));
    }

    private void restore(List<PausedMutation> stored) {
        for (PausedMutation each : stored) {
            try {
                client.restoreMutations(List.of(each));
            } catch (QueryException error) {
                unknown.add(each);
                report(error);
            }
        }
        if (client.isOnline()) {
            client.resumePausedMutations().subscribe();
        }
    }

    /** Some mutation is another one, has ended, or can be stored from now on. */
    void changed() {
        lock.lock();
        try {
            changed = true;
            if (busy != null || pausing || closed) {
                return;
            }
            busy = Sinks.empty();
        } finally {
            lock.unlock();
        }
        save().subscribe(none -> {}, this::ended, () -> ended(null));
    }

    private Mono<Void> save() {
        return Mono.defer(() -> {
            lock.lock();
            try {
                changed = false;
            } finally {
                lock.unlock();
            }
            List<PausedMutation> all = new ArrayList<>(unknown);
            all.addAll(client.pausedMutations());
            return persister.save(all, client.now());
        });
    }

    private void ended(@Nullable Throwable error) {
        Sinks.Empty<Void> done;
        boolean again;
        Duration pause;
        lock.lock();
        try {
            done = busy;
            busy = null;
            failures = error == null ? 0 : failures + 1;
            pausing = changed || error != null;
            again = pausing;
            pause = error == null
                    ? Duration.ZERO
                    : FIRST_PAUSE.multipliedBy(Math.min(1L << Math.min(failures - 1, 10), LONGEST_PAUSE));
        } finally {
            lock.unlock();
        }
        if (error != null && failures == 1) {
            report(error);
        }
        if (done != null) {
            done.tryEmitEmpty();
        }
        if (again) {
            client.schedule(pause, this::goOn);
        }
    }

    private void goOn() {
        lock.lock();
        try {
            pausing = false;
        } finally {
            lock.unlock();
        }
        changed();
    }

    /** Saves what has not ended, before the client forgets it. */
    void close() {
        Sinks.Empty<Void> running;
        lock.lock();
        try {
            closed = true;
            running = busy;
        } finally {
            lock.unlock();
        }
        Mono<Void> before = running == null ? Mono.empty() : running.asMono();
        // Of now: when what is running has ended, the client has forgotten everything if this thread must not wait.
        List<PausedMutation> all = new ArrayList<>(unknown);
        all.addAll(client.pausedMutations());
        LastWrite.await(before.then(Mono.defer(() -> persister.save(all, client.now()))), this::report);
    }
}
