package io.atoms;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

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

    /** Time-out for the first value of each attempt, then retry, then error mapping. */
    <T> Flux<T> apply(Flux<T> source, Scheduler scheduler) {
        Flux<T> result = source;
        if (timeout != null) {
            result = result.timeout(Mono.delay(timeout, scheduler), value -> Mono.never());
        }
        if (retry != null) {
            result = result.retryWhen(retry);
        }
        if (mapError != null) {
            result = result.onErrorMap(mapError);
        }
        return result;
    }
}
