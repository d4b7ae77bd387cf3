package io.atoms;

import io.atoms.graph.Definition;
import io.atoms.graph.Reads;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An action whose result is a Mono: a write-only definition for work with several stages. Run it by
 * {@link Setter#run(AsyncActionAtom, Object)}; made by {@link Atom#asyncAction}.
 *
 * <p><b>Rules.</b> Each write is a commit of its own; to commit several together, let the function run an
 * {@link ActionAtom}. Nothing happens until the Mono is subscribed. Cancelling it, or closing the store, cancels the
 * work; what it has committed stays. Immutable and safe to share.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
public final class AsyncActionAtom<A extends @Nullable Object, R> {

    private final String name;
    private final BiFunction<? super Setter, ? super A, ? extends Mono<R>> function;
    private final Concurrency concurrency;
    private final Calls calls = new Calls();

    AsyncActionAtom(
            String name, BiFunction<? super Setter, ? super A, ? extends Mono<R>> function, Concurrency concurrency) {
        this.name = name;
        this.function = Objects.requireNonNull(function, "function");
        this.concurrency = concurrency;
    }

    /** The name given by {@link #named}, or {@code AsyncAction}. */
    public String name() {
        return name;
    }

    /** Returns a new definition, equal to this one but for its name. */
    public AsyncActionAtom<A, R> named(String name) {
        return new AsyncActionAtom<>(Objects.requireNonNull(name, "name"), function, concurrency);
    }

    /** Returns a new definition with another policy for concurrent calls. The default is {@link Concurrency#ALLOW}. */
    public AsyncActionAtom<A, R> concurrency(Concurrency policy) {
        return new AsyncActionAtom<>(name, function, Objects.requireNonNull(policy, "policy"));
    }

    /** The calls of the action in one store are that store's value of a hidden definition. */
    private static final class Calls extends Definition implements Hidden {
        Calls() {
            super(Kind.DERIVED);
        }

        @Override
        public String name() {
            return "calls";
        }

        @Override
        protected Object compute(Reads reads) {
            return new AsyncCalls();
        }

        @Override
        public @Nullable AbstractAtom<?> owner() {
            return null;
        }

        @Override
        protected boolean same(@Nullable Object a, @Nullable Object b) {
            return a == b;
        }
    }

    Mono<R> start(DefaultAtomStore store, A argument) {
        Mono<R> work = Mono.defer(() -> function.apply(new AsyncActionContext(store), argument));
        Mono<R> inStore = work.contextWrite(context -> context.putAll(store.context()));
        return Mono.defer(() -> {
            AsyncCalls present = Values.cast(store.graph().read(calls));
            return present.run(inStore, concurrency);
        });
    }

    @Override
    public String toString() {
        return "AsyncAction[" + name + "]";
    }
}
