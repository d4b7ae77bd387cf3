package io.atoms;

import io.atoms.graph.Reads;
import io.atoms.inspect.AtomKind;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.util.retry.Retry;

/**
 * An async atom is three derived definitions. {@link AsyncRuns} makes a new {@link AsyncRun} whenever a dependency
 * changes; the run has a source of its own, its cell, where results arrive; this definition follows the cell of the
 * present run. {@link AsyncAwait} is what {@link AsyncGetter#await} depends on.
 */
final class AsyncDefinition<T> extends AbstractAtom<Loadable<T>> implements AsyncAtom<T> {

    final Function<? super AsyncGetter, ? extends Publisher<? extends T>> read;
    final AsyncOptions async;
    final AsyncRuns<T> runs = new AsyncRuns<>(this);
    final AsyncAwait<T> await = new AsyncAwait<>(this);

    AsyncDefinition(Function<? super AsyncGetter, ? extends Publisher<? extends T>> read, AsyncOptions async) {
        this(read, async, Options.none());
    }

    private AsyncDefinition(
            Function<? super AsyncGetter, ? extends Publisher<? extends T>> read,
            AsyncOptions async,
            Options<Loadable<T>> options) {
        super(Kind.DERIVED, options);
        this.read = Objects.requireNonNull(read, "read");
        this.async = async;
    }

    static <T> AsyncDefinition<T> of(AsyncAtom<T> atom) {
        return (AsyncDefinition<T>) Objects.requireNonNull(atom, "atom");
    }

    @Override
    protected @Nullable Object compute(Reads reads) {
        return cell(reads).loadable();
    }

    AsyncRun.Cell<T> cell(Reads reads) {
        AsyncRun<T> run = Values.cast(reads.read(runs, true));
        return Values.cast(reads.read(run.cell, true));
    }

    @Override
    AtomKind atomKind() {
        return AtomKind.ASYNC;
    }

    @Override
    public AsyncAtom<T> named(String name) {
        return new AsyncDefinition<>(read, async, options.named(name));
    }

    @Override
    public AsyncAtom<T> equality(BiPredicate<? super Loadable<T>, ? super Loadable<T>> equality) {
        return new AsyncDefinition<>(read, async, options.equality(equality));
    }

    @Override
    public AsyncAtom<T> onMount(Function<? super MountContext<Loadable<T>>, ? extends @Nullable Runnable> mount) {
        return new AsyncDefinition<>(read, async, options.onMount(mount));
    }

    @Override
    public AsyncAtom<T> timeout(Duration timeout) {
        return new AsyncDefinition<>(read, async.timeout(timeout), options);
    }

    @Override
    public AsyncAtom<T> retry(Retry retry) {
        return new AsyncDefinition<>(read, async.retry(Objects.requireNonNull(retry, "retry")), options);
    }

    @Override
    public AsyncAtom<T> mapError(Function<? super Throwable, ? extends Throwable> function) {
        return new AsyncDefinition<>(read, async.mapError(Objects.requireNonNull(function, "function")), options);
    }

    @Override
    public AsyncAtom<T> whenUnobserved(Unobserved policy) {
        return new AsyncDefinition<>(read, async.unobserved(Objects.requireNonNull(policy, "policy")), options);
    }
}
