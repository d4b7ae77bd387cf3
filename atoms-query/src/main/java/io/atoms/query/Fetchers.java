package io.atoms.query;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The fetchers of functions that give one value. */
final class Fetchers {

    private Fetchers() {}

    static <T> Fetcher<T> mono(Function<? super QueryContext, ? extends Mono<? extends T>> function) {
        Objects.requireNonNull(function, "function");
        return attempt -> {
            Mono<? extends T> mono = function.apply(attempt);
            return mono == null ? Flux.empty() : mono.<T>map(value -> value).flux();
        };
    }

    static <T> Fetcher<T> future(Function<? super QueryContext, ? extends CompletionStage<? extends T>> function) {
        Objects.requireNonNull(function, "function");
        return mono(context -> fromStage(() -> function.apply(context)));
    }

    /**
     * A call that blocks.
     *
     * @param executor null for the bounded elastic scheduler
     */
    static <T> Fetcher<T> blocking(Function<? super QueryContext, ? extends T> function, @Nullable Executor executor) {
        Objects.requireNonNull(function, "function");
        Scheduler scheduler = scheduler(executor);
        return mono(
                context -> Mono.<T>fromCallable(() -> function.apply(context)).subscribeOn(scheduler));
    }

    // ---- for functions of any kind ----

    /** The value of a stage, which is made at each subscription and cancelled with it. */
    static <T> Mono<T> fromStage(Supplier<? extends @Nullable CompletionStage<? extends T>> function) {
        return Mono.defer(() -> {
            CompletionStage<? extends T> stage = function.get();
            return stage == null
                    ? Mono.empty()
                    : Mono.fromFuture(stage.<T>thenApply(value -> value).toCompletableFuture())
                            .doOnCancel(() -> stage.toCompletableFuture().cancel(true));
        });
    }

    /** Where calls that block run. */
    static Scheduler scheduler(@Nullable Executor executor) {
        return executor == null ? Schedulers.boundedElastic() : Schedulers.fromExecutor(executor, true);
    }
}
