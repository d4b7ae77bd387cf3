package io.atoms;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The running calls of one async action in one store. The lock guards only the hand-over, never user code. */
final class AsyncCalls {

    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<Sinks.@Nullable Empty<Void>> running = new AtomicReference<>();

    private final ReentrantLock lock = new ReentrantLock();

    /** Calls that wait for their turn. Guarded by the lock. */
    private final Deque<Sinks.Empty<Void>> waiting = new ArrayDeque<>();

    /** Whether a queued call has the turn. Guarded by the lock. */
    private boolean turnTaken;

    <R> Mono<R> run(Mono<R> work, Concurrency concurrency) {
        return switch (concurrency) {
            case ALLOW -> work;
            case SWITCH -> switchTo(work);
            case DROP -> busy.compareAndSet(false, true) ? work.doFinally(end -> busy.set(false)) : Mono.empty();
            case QUEUE -> enqueue(work);
        };
    }

    private <R> Mono<R> switchTo(Mono<R> work) {
        Sinks.Empty<Void> own = Sinks.empty();
        Sinks.Empty<Void> before = running.getAndSet(own);
        if (before != null) {
            before.tryEmitEmpty();
        }
        return work.takeUntilOther(own.asMono()).doFinally(end -> running.compareAndSet(own, null));
    }

    private <R> Mono<R> enqueue(Mono<R> work) {
        Sinks.Empty<Void> turn = Sinks.empty();
        lock.lock();
        try {
            if (turnTaken) {
                waiting.add(turn);
            } else {
                turnTaken = true;
                turn.tryEmitEmpty();
            }
        } finally {
            lock.unlock();
        }
        return turn.asMono().then(work).doFinally(end -> leave(turn));
    }

    /** Gives the turn to the next call; one that was cancelled while it waited just leaves the queue. */
    private void leave(Sinks.Empty<Void> turn) {
        Sinks.Empty<Void> next;
        lock.lock();
        try {
            if (waiting.remove(turn)) {
                return;
            }
            next = waiting.poll();
            turnTaken = next != null;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.tryEmitEmpty();
        }
    }
}
