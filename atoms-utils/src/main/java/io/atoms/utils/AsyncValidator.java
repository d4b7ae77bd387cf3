package io.atoms.utils;

import io.atoms.AsyncGetter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells what is wrong with a value, later: a {@link Validator} that has to ask somebody, such as a server.
 *
 * <pre>{@code
 * AsyncValidator<String> free = AsyncValidator.check(name -> server.isFree(name), "is taken");
 *
 * FieldAtom<String> name = FieldAtom.of("")
 *         .validate(required)
 *         .validateAsync(free.debounced(Duration.ofMillis(300)));
 * }</pre>
 *
 * <p><b>Rules.</b> It is asked only about values in which the validators have found no error, and when somebody needs to
 * know. When the value, or what it has read, changes, its Mono is cancelled and it is asked again: an answer about an older
 * value is never shown.
 *
 * <p><b>Threads.</b> As the read function of an {@link io.atoms.AsyncAtom}: it only <em>makes</em> the Mono, which does the
 * work, and whose stages may use the getter from any thread.
 *
 * <p><b>Errors.</b> If it throws, or its Mono fails or completes empty, that counts as an error of the value. See {@link
 * FieldAtom}.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface AsyncValidator<T extends @Nullable Object> {

    /**
     * {@return what is wrong with the value; an empty list if it is valid} What is read through the getter is a dependency.
     *
     * @param get reads other atoms
     * @param value what is entered
     */
    Mono<List<String>> validate(AsyncGetter get, T value);

    /**
     * One that has the error if the answer is false.
     *
     * @param <T> the type of what is validated
     * @param condition whether the value is valid
     * @param error says what is wrong
     * @return the validator
     */
    static <T extends @Nullable Object> AsyncValidator<T> check(
            Function<? super T, ? extends Mono<Boolean>> condition, String error) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(error, "error");
        return (get, value) -> condition.apply(value).map(met -> met ? List.of() : List.of(error));
    }

    /**
     * One that is asked when the value has not changed for a delay, so that not every key that is typed is a request.
     *
     * @param delay positive; measured by {@link TimeAtoms#SCHEDULER}
     * @return the validator
     */
    default AsyncValidator<T> debounced(Duration delay) {
        long nanos = Delays.nanos("delay of an async validator", delay);
        return (get, value) -> {
            Scheduler scheduler = get.get(TimeAtoms.SCHEDULER);
            return Mono.defer(() -> Delays.until(scheduler.now(TimeUnit.NANOSECONDS) + nanos, nanos, scheduler, true))
                    .flatMap(passed -> validate(get, value));
        };
    }
}
