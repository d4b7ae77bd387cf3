package io.atoms.query;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.util.context.Context;

/** Folds the chunks of a stream into data. */
final class StreamFetcher<C, T> implements Fetcher<T> {

    /** How many chunks are asked for at once. They are folded as they come, so none are kept. */
    private static final int CHUNKS = 256;

    private final Function<? super QueryContext, ? extends Flux<? extends C>> function;
    private final T seed;
    private final BiFunction<? super T, ? super C, ? extends T> reducer;
    private final StreamRefetchMode mode;

    StreamFetcher(
            Function<? super QueryContext, ? extends Flux<? extends C>> function,
            T seed,
            BiFunction<? super T, ? super C, ? extends T> reducer,
            StreamRefetchMode mode) {
        this.function = Objects.requireNonNull(function, "function");
        this.seed = Objects.requireNonNull(seed, "seed");
        this.reducer = Objects.requireNonNull(reducer, "reducer");
        this.mode = Objects.requireNonNull(mode, "mode");
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public boolean startsOver() {
        return mode == StreamRefetchMode.RESET;
    }

    @Override
    public Flux<T> attempt(Attempt<T> attempt) {
        T before = attempt.previousData();
        T first = mode == StreamRefetchMode.APPEND && before != null ? before : seed;
        Flux<? extends C> given = function.apply(attempt);
        Flux<C> chunks =
                given == null ? Flux.empty() : given.<C>map(chunk -> chunk).limitRate(CHUNKS);
        if (mode == StreamRefetchMode.REPLACE && before != null) {
            return chunks.reduce(first, this::fold).flux();
        }
        return Flux.push(sink -> chunks.subscribe(new Folding(attempt.fetch().client(), sink, first)));
    }

    private T fold(T data, C chunk) {
        return Objects.requireNonNull(reducer.apply(data, chunk), "the reducer of a stream gave null");
    }

    /**
     * Emits what has been folded, at most once per tick.
     *
     * <p>Threads: chunks come one at a time; the end of a tick may be on another thread. What is emitted goes through {@code
     * emissions}, so the newest is emitted last.
     */
    private final class Folding extends BaseSubscriber<C> {
        private final FluxSink<T> sink;
        private final Deliveries emissions;
        private final Pulse pulse;

        private volatile T folded;

        /** What was emitted last. Owned by {@code emissions}. */
        private @Nullable T emitted;

        Folding(DefaultQueryClient client, FluxSink<T> sink, T first) {
            this.sink = sink;
            this.folded = first;
            this.emissions = new Deliveries(client.problems());
            this.pulse = new Pulse(client, () -> emit(this::newest));
            sink.onDispose(this);
        }

        private void emit(Runnable emission) {
            emissions.add(emission);
            emissions.drain();
        }

        private void newest() {
            T now = folded;
            if (now != emitted) {
                emitted = now;
                sink.next(now);
            }
        }

        @Override
        public Context currentContext() {
            return Context.of(sink.contextView());
        }

        @Override
        protected void hookOnNext(C chunk) {
            folded = fold(folded, chunk);
            pulse.ask();
        }

        /** Data of the seed alone is data, too. */
        @Override
        protected void hookOnComplete() {
            pulse.dispose();
            emit(() -> {
                newest();
                sink.complete();
            });
        }

        /** What came before the error is shown with it. */
        @Override
        protected void hookOnError(Throwable error) {
            pulse.dispose();
            emit(() -> {
                if (emitted != null) {
                    newest();
                }
                sink.error(error);
            });
        }

        @Override
        protected void hookOnCancel() {
            pulse.dispose();
        }
    }
}
