package io.atoms;

import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An action whose result is a Mono: a write-only definition for work with several stages. Run it by
 * {@link Setter#run(AsyncActionAtom, Object)}; made by {@link Atom#asyncAction}.
 *
 * <p><b>Rules.</b> Each write is a commit of its own; to commit several together, let the function run an
 * {@link ActionAtom}. Nothing happens until the Mono is subscribed, and each subscription is a call of its own.
 * Cancelling it, or closing the store, cancels the work; what it has committed stays. If the store is closed, the Mono
 * fails with {@link StoreClosedException}.
 *
 * <p><b>Threads.</b> The function and its stages run on the threads of the subscriber and of the Mono. A write is an
 * ordinary one, so it waits while another thread's transaction is open: keep transactions short, or move the stage that
 * writes to a scheduler whose threads may wait. Immutable and safe to share.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
public final class AsyncActionAtom<A extends @Nullable Object, R> {

    private final String name;
    private final BiFunction<? super Setter, ? super A, ? extends Mono<R>> function;
    private final Concurrency concurrency;

    AsyncActionAtom(
            String name, BiFunction<? super Setter, ? super A, ? extends Mono<R>> function, Concurrency concurrency) {
        this.name = name;
        this.function = Objects.requireNonNull(function, "function");
        this.concurrency = concurrency;
    }

    /** {@return the name given by {@link #named}, or {@code AsyncAction}} */
    public String name() {
        return name;
    }

    /**
     * Returns a new definition, equal to this one but for its name.
     *
     * @param name the new name
     * @return the new definition
     */
    public AsyncActionAtom<A, R> named(String name) {
        return new AsyncActionAtom<>(Objects.requireNonNull(name, "name"), function, concurrency);
    }

    /**
     * Returns a new definition with another policy for concurrent calls. The default is {@link Concurrency#ALLOW}.
     *
     * @param policy what becomes of a call while another one runs
     * @return the new definition
     */
    public AsyncActionAtom<A, R> concurrency(Concurrency policy) {
        return new AsyncActionAtom<>(name, function, Objects.requireNonNull(policy, "policy"));
    }

    Mono<R> start(DefaultAtomStore store, A argument) {
        Mono<R> work = Mono.defer(() -> function.apply(new AsyncActionContext(store), argument));
        Mono<R> inStore = work.contextWrite(context -> context.putAll(store.context()));
        return store.calls().run(this, concurrency, inStore);
    }

    @Override
    public String toString() {
        return "AsyncAction[" + name + "]";
    }
}
