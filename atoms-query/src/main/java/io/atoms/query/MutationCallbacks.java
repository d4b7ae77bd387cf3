package io.atoms.query;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is to be done around a mutation. Each callback returns a Mono that is awaited before the next step, such as that
 * of {@link MutationCall#write} or {@link QueryClient#invalidate}; or null, if there is nothing to await. Immutable: each
 * method returns a new set.
 *
 * <p><b>Rules.</b> The order is: {@code onMutate}, the function with its attempts, {@code onSuccess} or {@code onError},
 * {@code onSettled}, then the state of the mutation; of each, first the client's ({@link
 * QueryClientBuilder#mutationCallbacks}), then the definition's. Those given to {@link QueryClient#mutate(MutationDefinition,
 * Object, MutationCallbacks)} come after the state, and are not awaited by others.
 *
 * <p><b>Threads.</b> Called by the thread that submitted the mutation or by the one that ended the step before; never two of
 * one mutation at once, and never under a lock.
 *
 * <p><b>Errors.</b> An error of {@code onMutate}, or of {@code onSuccess} or {@code onSettled} after success, is one of the
 * mutation: {@code onError} and {@code onSettled} follow, and the mutation fails with it. Errors of these go to {@link
 * QueryClientBuilder#onError}.
 *
 * @param <V> the type of the variables
 * @param <R> the type of the result
 */
public final class MutationCallbacks<V, R> {

    private static final MutationCallbacks<Object, Object> NONE = new MutationCallbacks<>(null, null, null, null);

    private final @Nullable Function<? super MutationCall<V>, ? extends @Nullable Mono<?>> mutate;
    private final @Nullable BiFunction<? super MutationCall<V>, ? super R, ? extends @Nullable Mono<?>> success;
    private final @Nullable BiFunction<? super MutationCall<V>, ? super Throwable, ? extends @Nullable Mono<?>> error;
    private final @Nullable BiFunction<? super MutationCall<V>, ? super MutationResult<R>, ? extends @Nullable Mono<?>>
            settled;

    private MutationCallbacks(
            @Nullable Function<? super MutationCall<V>, ? extends @Nullable Mono<?>> mutate,
            @Nullable BiFunction<? super MutationCall<V>, ? super R, ? extends @Nullable Mono<?>> success,
            @Nullable BiFunction<? super MutationCall<V>, ? super Throwable, ? extends @Nullable Mono<?>> error,
            @Nullable
                    BiFunction<? super MutationCall<V>, ? super MutationResult<R>, ? extends @Nullable Mono<?>>
                            settled) {
        this.mutate = mutate;
        this.success = success;
        this.error = error;
        this.settled = settled;
    }

    /**
     * No callbacks.
     *
     * @param <V> the type of the variables
     * @param <R> the type of the result
     * @return the callbacks
     */
    public static <V, R> MutationCallbacks<V, R> none() {
        return Unchecked.cast(NONE);
    }

    /**
     * Before the function, right after the patches. The value of the Mono is {@link MutationCall#context} of the
     * other callbacks. Not called for a mutation that is restored.
     *
     * @param callback what to call
     * @return the new callbacks
     */
    public MutationCallbacks<V, R> onMutate(Function<? super MutationCall<V>, ? extends @Nullable Mono<?>> callback) {
        return new MutationCallbacks<>(Objects.requireNonNull(callback, "callback"), success, error, settled);
    }

    /**
     * After the function gave a result, which is null if it completed empty. The patches are committed.
     *
     * @param callback what to call
     * @return the new callbacks
     */
    public MutationCallbacks<V, R> onSuccess(
            BiFunction<? super MutationCall<V>, ? super R, ? extends @Nullable Mono<?>> callback) {
        return new MutationCallbacks<>(mutate, Objects.requireNonNull(callback, "callback"), error, settled);
    }

    /**
     * After the last attempt failed. The patches have disappeared, unless the function had given a result.
     *
     * @param callback what to call
     * @return the new callbacks
     */
    public MutationCallbacks<V, R> onError(
            BiFunction<? super MutationCall<V>, ? super Throwable, ? extends @Nullable Mono<?>> callback) {
        return new MutationCallbacks<>(mutate, success, Objects.requireNonNull(callback, "callback"), settled);
    }

    /**
     * After {@code onSuccess} or {@code onError}, with what the mutation is about to end with.
     *
     * @param callback what to call
     * @return the new callbacks
     */
    public MutationCallbacks<V, R> onSettled(
            BiFunction<? super MutationCall<V>, ? super MutationResult<R>, ? extends @Nullable Mono<?>> callback) {
        return new MutationCallbacks<>(mutate, success, error, Objects.requireNonNull(callback, "callback"));
    }

    // ---- calling ----

    boolean hasOnMutate() {
        return mutate != null;
    }

    Mono<Object> mutating(MutationCall<V> call) {
        return mutate == null
                ? Mono.empty()
                : Mono.defer(() -> {
                    Mono<?> awaited = mutate.apply(call);
                    return awaited == null ? Mono.empty() : awaited.<Object>map(value -> value);
                });
    }

    Mono<Void> succeeded(MutationCall<V> call, @Nullable R result) {
        R given = Unchecked.cast(result); // null only if the function completed empty, as one of Void does
        return success == null ? Mono.empty() : Mono.defer(() -> awaited(success.apply(call, given)));
    }

    Mono<Void> failed(MutationCall<V> call, Throwable reason) {
        return error == null ? Mono.empty() : Mono.defer(() -> awaited(error.apply(call, reason)));
    }

    Mono<Void> settled(MutationCall<V> call, MutationResult<R> result) {
        return settled == null ? Mono.empty() : Mono.defer(() -> awaited(settled.apply(call, result)));
    }

    private static Mono<Void> awaited(@Nullable Mono<?> given) {
        return given == null ? Mono.empty() : given.then();
    }
}
