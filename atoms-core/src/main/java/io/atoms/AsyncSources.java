package io.atoms;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Async atoms of functions that do not return a Mono. */
final class AsyncSources {

    private AsyncSources() {}

    /** Called when the work starts, not under the lock: making a stage usually starts its work. */
    static <T> AsyncAtom<T> stage(Function<? super AsyncGetter, ? extends CompletionStage<? extends T>> read) {
        Objects.requireNonNull(read, "read");
        return new AsyncDefinition<T>(get -> Mono.defer(() -> fromStage(read.apply(get))), AsyncOptions.single());
    }

    private static <T> Mono<T> fromStage(CompletionStage<? extends T> stage) {
        if (stage instanceof CompletableFuture<? extends T> future) {
            return Mono.<T>fromFuture(() -> Values.cast(future), false);
        }
        return Mono.fromCompletionStage(stage);
    }

    static <T> AsyncAtom<T> blocking(Function<? super AsyncGetter, ? extends T> read, Scheduler scheduler) {
        Objects.requireNonNull(read, "read");
        Objects.requireNonNull(scheduler, "scheduler");
        return new AsyncDefinition<T>(
                get -> Mono.<T>fromCallable(() -> read.apply(get)).subscribeOn(scheduler), AsyncOptions.single());
    }
}
