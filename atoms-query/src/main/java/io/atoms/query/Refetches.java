package io.atoms.query;

import io.atoms.query.Fetch.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tells when all fetches that one operation began have ended, well or badly. */
final class Refetches {

    /** One for the operation itself. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final Sinks.Empty<Void> done = Sinks.empty();

    /** Waits for one more. It does not keep a fetch from being cancelled. */
    <T> Waiter<T> waiter() {
        open.incrementAndGet();
        return new Waiter<>((data, error) -> ended(), false);
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
