package io.atoms.query;

import io.atoms.query.Fetch.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tells when all fetches that one operation began have ended, well or badly. */
final class Refetches {

    /** One for the operation itself. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final Sinks.Empty<Void> done = Sinks.empty();

    /** Waits for one more. */
    <T> One<T> one() {
        open.incrementAndGet();
        return new One<>(this);
    }

    /** A fetch that is waited for, until it ends or nobody wants to wait any longer. */
    static final class One<T> {
        private final Refetches all;
        private final AtomicBoolean ended = new AtomicBoolean();

        private One(Refetches all) {
            this.all = all;
        }

        /** It does not keep the fetch from being cancelled. */
        Waiter<T> waiter() {
            return new Waiter<>((data, error) -> end(), false);
        }

        void end() {
            if (ended.compareAndSet(false, true)) {
                all.ended();
            }
        }
    }

    private void ended() {
        if (open.decrementAndGet() == 0) {
            done.tryEmitEmpty();
        }
    }

    /** The operation has begun all of them. */
    Mono<Void> done() {
        ended();
        return done.asMono();
    }
}
