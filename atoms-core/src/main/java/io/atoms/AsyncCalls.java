package io.atoms;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The calls of async actions that are running or waiting in one store. Holds an action only as long as it is called. */
final class AsyncCalls {

    private final DefaultAtomStore store;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<AsyncActionAtom<?, ?>, Line> lines = new ConcurrentHashMap<>();

    AsyncCalls(DefaultAtomStore store) {
        this.store = store;
    }

    /** One call, from its subscription to its end. */
    private static final class Call {

        private enum Turn {
            WAITING,
            TAKEN,
            OVER
        }

        private final Sinks.Empty<Void> stop = Sinks.empty();
        private final Sinks.Empty<Void> turn = Sinks.empty();
        private final AtomicReference<Turn> state = new AtomicReference<>(Turn.WAITING);

        /** It was stopped by the end of the store. */
        private volatile boolean closed;
    }

    /** What concurrent calls of one action know of each other. */
    private static final class Line {

        /** How many calls use the line; changed only inside {@link ConcurrentHashMap#compute}. */
        private int users;

        /** The running call, for the policies that allow one at a time. */
        private final AtomicReference<@Nullable Call> running = new AtomicReference<>();

        private final ConcurrentLinkedQueue<Call> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger workInProgress = new AtomicInteger();
        private volatile boolean busy;

        Mono<Void> queue(Call call) {
            waiting.add(call);
            advance();
            return call.turn.asMono();
        }

        void leaveQueue(Call call) {
            if (call.state.compareAndSet(Call.Turn.WAITING, Call.Turn.OVER)) {
                waiting.remove(call);
            } else {
                busy = false;
                advance();
            }
        }

        /** Gives the turn to the next call. A call that ends at once comes back here from further in: so it's a loop. */
        private void advance() {
            if (workInProgress.getAndIncrement() != 0) {
                return;
            }
            int missed = 1;
            do {
                Call next;
                while (!busy && (next = waiting.poll()) != null) {
                    busy = true;
                    if (next.state.compareAndSet(Call.Turn.WAITING, Call.Turn.TAKEN)) {
                        next.turn.tryEmitEmpty();
                    } else {
                        busy = false;
                    }
                }
                missed = workInProgress.addAndGet(-missed);
            } while (missed != 0);
        }
    }

    <R> Mono<R> run(AsyncActionAtom<?, R> action, Concurrency concurrency, Mono<R> work) {
        return Mono.deferContextual(context -> {
            if (concurrency == Concurrency.QUEUE && context.hasKey(action)) {
                return Mono.error(new AtomUsageException(Messages.QUEUED_INSIDE_ITSELF, action.name()));
            }
            Call call = new Call();
            calls.add(call);
            if (store.isClosed()) {
                calls.remove(call);
                return Mono.error(closedError());
            }
            Line line = lines.compute(action, (key, known) -> joined(known));
            Mono<R> inTurn = switch (concurrency) {
                case ALLOW -> work;
                case SWITCH -> switchTo(call, line, work);
                case DROP -> line.running.compareAndSet(null, call) ? work : Mono.empty();
                case QUEUE -> line.queue(call).then(work).contextWrite(own -> own.put(action, true));
            };
            return inTurn.takeUntilOther(call.stop.asMono())
                    .switchIfEmpty(Mono.defer(() -> call.closed ? Mono.error(closedError()) : Mono.empty()))
                    .doFinally(end -> leave(action, concurrency, call, line));
        });
    }

    private static <R> Mono<R> switchTo(Call call, Line line, Mono<R> work) {
        Call before = line.running.getAndSet(call);
        if (before != null) {
            before.stop.tryEmitEmpty();
        }
        return work;
    }

    private static Line joined(@Nullable Line known) {
        Line line = known == null ? new Line() : known;
        line.users++;
        return line;
    }

    private void leave(AsyncActionAtom<?, ?> action, Concurrency concurrency, Call call, Line line) {
        calls.remove(call);
        line.running.compareAndSet(call, null);
        if (concurrency == Concurrency.QUEUE) {
            line.leaveQueue(call);
        }
        lines.computeIfPresent(action, (key, known) -> --known.users == 0 ? null : known);
    }

    /** Cancels all of them, because the store has been closed; their Monos fail. */
    void cancel() {
        for (Call call : calls) {
            call.closed = true;
            call.stop.tryEmitEmpty(); // an error would not cancel the work
        }
    }

    /** For tests. */
    int waiting(AsyncActionAtom<?, ?> action) {
        Line line = lines.get(action);
        return line == null ? 0 : line.waiting.size();
    }

    private StoreClosedException closedError() {
        return new StoreClosedException(Messages.STORE_CLOSED, store.name());
    }
}
