package io.atoms.query;

import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is written when a client is closed. */
final class LastWrite {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private LastWrite() {}

    /** Waits until it is written, unless the thread must not block; then it is written later. */
    static void await(Mono<Void> write, Consumer<Throwable> onError) {
        Mono<Void> safe = write.doOnError(onError).onErrorComplete();
        if (Schedulers.isInNonBlockingThread()) {
            safe.subscribe();
            return;
        }
        try {
            safe.block(LONGEST);
        } catch (IllegalStateException error) {
            onError.accept(error); // it takes too long, or the thread was interrupted
        }
    }
}
