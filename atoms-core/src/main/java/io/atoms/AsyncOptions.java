package io.atoms;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** The options of an async atom beyond those of any atom; without a stream policy it is of one value. */
record AsyncOptions(
        @Nullable StreamPolicy stream,
        @Nullable Duration timeout,
        @Nullable Retry retry,
        @Nullable Function<? super Throwable, ? extends Throwable> mapError,
        Unobserved unobserved) {

    static AsyncOptions single() {
        return new AsyncOptions(null, null, null, null, Unobserved.DEFAULT);
    }

    static AsyncOptions many(StreamPolicy policy) {
        return new AsyncOptions(policy, null, null, null, Unobserved.DEFAULT);
    }

    AsyncOptions timeout(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("timeout must be positive, was " + time);
        }
        return new AsyncOptions(stream, time, retry, mapError, unobserved);
    }

    AsyncOptions retry(Retry spec) {
        return new AsyncOptions(stream, timeout, spec, mapError, unobserved);
    }

    AsyncOptions mapError(Function<? super Throwable, ? extends Throwable> function) {
        return new AsyncOptions(stream, timeout, retry, function, unobserved);
    }

    AsyncOptions unobserved(Unobserved policy) {
        return new AsyncOptions(stream, timeout, retry, mapError, policy);
    }

    /**
     * Time-out for the first value of each attempt, then retry, then error mapping. Delays of a retry whose scheduler
     * nobody chose are measured by the store's, as all times are.
     */
    <T> Flux<T> apply(Flux<T> source, Scheduler scheduler) {
        Flux<T> result = source;
        if (timeout != null) {
            result = result.timeout(Mono.delay(timeout, scheduler), value -> Mono.never());
        }
        if (retry != null) {
            result = result.retryWhen(onScheduler(retry, scheduler));
        }
        if (mapError != null) {
            result = result.onErrorMap(mapError);
        }
        return result;
    }

    private static Retry onScheduler(Retry retry, Scheduler scheduler) {
        boolean unchosen = retry instanceof RetryBackoffSpec backoff
                && backoff.backoffSchedulerSupplier.get() == Schedulers.parallel();
        return unchosen ? ((RetryBackoffSpec) retry).scheduler(scheduler) : retry;
    }
}
