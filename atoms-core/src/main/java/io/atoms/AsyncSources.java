package io.atoms;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /**
     * As {@link Mono#fromFuture}, but silent about how a cancelled stage ends: some, such as those of the JDK's HTTP
     * client, end with a wrapped CancellationException, which Reactor would log as a dropped error.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // that of whenComplete ends as the stage does
    private static <T> Mono<T> fromStage(CompletionStage<? extends T> stage) {
        return Mono.create(sink -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            sink.onCancel(() -> {
                cancelled.set(true);
                if (stage instanceof Future<?> future) {
                    future.cancel(true);
                }
            });
            stage.whenComplete((value, error) -> {
                if (cancelled.get()) {
                    return;
                }
                if (error == null) {
                    sink.success(value);
                } else {
                    sink.error(
                            error instanceof CompletionException && error.getCause() != null
                                    ? error.getCause()
                                    : error);
                }
            });
        });
    }

    static <T> AsyncAtom<T> blocking(Function<? super AsyncGetter, ? extends T> read, Scheduler scheduler) {
        Objects.requireNonNull(read, "read");
        Objects.requireNonNull(scheduler, "scheduler");
        return new AsyncDefinition<T>(
                get -> Mono.<T>fromCallable(() -> read.apply(get)).subscribeOn(scheduler), AsyncOptions.single());
    }
}
